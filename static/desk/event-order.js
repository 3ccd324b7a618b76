// The order of protocol is proposed at a press; a row dragged afterwards stays where it was put.

import { field, form, list, root, rows, send, typedDates } from "./event-tools.js";

if (root) {
  const people = list("participations");
  const said = form.querySelector("[data-order-changed]");
  const button = form.querySelector("[data-proposed-order]");

  people.addEventListener("desk:moved", (event) => { if (event.target === people) said.hidden = false; });

  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const standing = rows("participations");
    const given = standing.map((row) => ({
      key: row.dataset.row,
      role: field(row, "role").value,
      organization: field(row, "organization").value,
      country: field(row, "country").selectedOptions[0]?.text ?? "",
      rank_long: field(row, "rank_long").value,
      rank_short: field(row, "rank_short").value,
    }));
    const found = await send("proposed-order", { rows: given, dates: typedDates() });
    if (!found?.keys) return;
    const byKey = new Map(standing.map((row) => [row.dataset.row, row]));
    const last = standing.at(-1);
    const anchor = last?.nextSibling ?? null;
    const box = people.querySelector(":scope > .rows");
    for (const key of found.keys) box.insertBefore(byKey.get(key), anchor);
    people.dispatchEvent(new CustomEvent("desk:moved", { bubbles: true }));
    rows("participations").forEach((row, place) => { field(row, "order").value = place; });
    said.hidden = true;
    button.focus();
  });
}
