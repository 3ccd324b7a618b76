"""What made-up releases are made of: names, cities, sentences. Nothing here happened."""

GIVEN = (
    "Aisyah Anan Anwar Arif Boun Chanthou Dara Dewi Farah Grace Hassan Huy Ismail Jasmine Jose Kamal Khin Lan Linh"
    " Maria Min Nadia Narong Nguyen Nur Omar Pich Ploy Putri Rahman Ramon Razak Rosa Sari Sokha Somchai Sopheap Sothea"
    " Surya Thandar Thida Tuan Vannak Vilay Wahid Wan Win Yusof Zain Zaw"
).split()
FAMILY = (
    "Abdullah Aquino Aung Bautista Bounmy Chan Chea Chua Cruz Dela Garcia Hidayat Ibrahim Inthavong Keo Khamphoui Kim"
    " Kusuma Lee Lim Mendoza Mohamad Myint Ng Ngo Nguon Ong Othman Park Pham Phan Prasert Rahim Ramos Reyes Salleh"
    " Santos Saetang Setiawan Sok Suharto Suwan Tan Thein Tran Utama Villanueva Vongsa Wibowo Widodo Yeo"
).split()
SYLLABLES = "ba ce di fo gu ha ke li mo nu pa re si to vu wa xe yo zu bra cle dri flo gru".split()
CITIES = (
    ("Bandar Seri Begawan", "BN", "4.89", "114.94", "Asia/Brunei"),
    ("Phnom Penh", "KH", "11.56", "104.92", "Asia/Phnom_Penh"),
    ("Siem Reap", "KH", "13.36", "103.86", "Asia/Phnom_Penh"),
    ("Jakarta", "ID", "-6.21", "106.85", "Asia/Jakarta"),
    ("Surabaya", "ID", "-7.25", "112.75", "Asia/Jakarta"),
    ("Bandung", "ID", "-6.92", "107.61", "Asia/Jakarta"),
    ("Vientiane", "LA", "17.97", "102.63", "Asia/Vientiane"),
    ("Luang Prabang", "LA", "19.89", "102.13", "Asia/Vientiane"),
    ("Kuala Lumpur", "MY", "3.14", "101.69", "Asia/Kuala_Lumpur"),
    ("Johor Bahru", "MY", "1.49", "103.74", "Asia/Kuala_Lumpur"),
    ("Kota Kinabalu", "MY", "5.98", "116.07", "Asia/Kuching"),
    ("Yangon", "MM", "16.87", "96.20", "Asia/Yangon"),
    ("Mandalay", "MM", "21.96", "96.09", "Asia/Yangon"),
    ("Manila", "PH", "14.60", "120.98", "Asia/Manila"),
    ("Cebu City", "PH", "10.32", "123.89", "Asia/Manila"),
    ("Davao City", "PH", "7.07", "125.61", "Asia/Manila"),
    ("Singapore", "SG", "1.29", "103.85", "Asia/Singapore"),
    ("Bangkok", "TH", "13.75", "100.50", "Asia/Bangkok"),
    ("Chiang Mai", "TH", "18.79", "98.98", "Asia/Bangkok"),
    ("Dili", "TL", "-8.56", "125.57", "Asia/Dili"),
    ("Hanoi", "VN", "21.03", "105.85", "Asia/Ho_Chi_Minh"),
    ("Ho Chi Minh City", "VN", "10.82", "106.63", "Asia/Ho_Chi_Minh"),
    ("Seoul", "KR", "37.57", "126.98", "Asia/Seoul"),
    ("Tokyo", "JP", "35.68", "139.69", "Asia/Tokyo"),
    ("Canberra", "AU", "-35.28", "149.13", "Australia/Sydney"),
    ("Wellington", "NZ", "-41.29", "174.78", "Pacific/Auckland"),
)
COUNTRIES = {
    "AU": "Australia",
    "BN": "Brunei Darussalam",
    "ID": "Indonesia",
    "JP": "Japan",
    "KH": "Cambodia",
    "KR": "Republic of Korea",
    "LA": "Lao PDR",
    "MM": "Myanmar",
    "MY": "Malaysia",
    "NZ": "New Zealand",
    "PH": "Philippines",
    "SG": "Singapore",
    "TH": "Thailand",
    "TL": "Timor-Leste",
    "VN": "Viet Nam",
}
REGIONS = (
    "Northern Southern Eastern Western Central Coastal Highland Island Border River Harbour Valley Delta Metropolitan"
    " Provincial Capital Strait Lowland Mainland Peninsular"
).split()
UNITS = (
    ("Marine Police Bureau", "MPB"),
    ("Cybercrime Division", "CCD"),
    ("Forensic Institute", "FI"),
    ("Anti-Narcotics Office", "ANO"),
    ("Border Guard Command", "BGC"),
    ("Police Training College", "PTC"),
    ("Financial Intelligence Unit", "FIU"),
    ("Traffic Safety Agency", "TSA"),
    ("Wildlife Crime Unit", "WCU"),
    ("Victim Support Centre", "VSC"),
)
SUBJECTS = (
    "cybercrime|online scams|trafficking in persons|drug trafficking|maritime security|wildlife crime|money laundering"
    "|forensic science|counter-terrorism|border management|police education|child protection|firearms|road safety"
    "|missing persons|crowd management|evidence handling|intelligence exchange|asset recovery|illegal fishing"
).split("|")
TOPICS = (
    "Cybercrime|Narcotics|Trafficking in persons|Maritime security|Wildlife crime|Financial crime|Forensics"
    "|Counter-terrorism|Border management|Training"
).split("|")
RANKS = (
    ("Police General", "PGEN"),
    ("Police Colonel", "PCOL"),
    ("Superintendent", "SUPT"),
    ("Assistant Commissioner", "AC"),
    ("Inspector", "INSP"),
    ("Police Major", "PMAJ"),
)
POSITIONS = ("Director", "Deputy Director", "Head of Section", "Liaison Officer", "Instructor", "Senior Analyst")

WHO = (
    "The delegations|Senior investigators|Officers of the member forces|The participants|Experts from the region"
    "|Heads of the national units|Liaison officers|Instructors of the academies|Analysts|The working parties"
).split("|")
DID = (
    "exchanged experience on|reviewed recent cases of|agreed on a timetable for|presented methods against"
    "|compared their procedures for|discussed legal questions of|visited a laboratory for|tested a common form for"
    "|set up a contact list for|evaluated last year’s work on"
).split("|")
HOW = (
    "and asked the Secretariat to follow up|in three parallel groups|with examples from five provinces"
    "|before the joint closing session|and recommended shorter channels between police forces|over two afternoons"
    "|under the rules that they had adopted in spring|together with prosecutors|and noted what is still missing"
    "|in the presence of observers|and took home printed material|with support from partner agencies"
).split("|")


def sentences():
    """A thousand sentences, in a fixed order; any single one stands in about one release of sixty."""
    all_of_them = [
        f"{who} {did} {subject} {HOW[(number * 7 + len(did)) % len(HOW)]}."
        for who in WHO
        for did in DID
        for number, subject in enumerate(SUBJECTS)
    ]
    return all_of_them[::2]


def rare_word(number):
    """A word of its own for each number, as "Dribaceke"."""
    parts = []
    for _ in range(4):
        number, rest = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[rest])
    return "".join(parts).capitalize() + (str(number) if number else "")
