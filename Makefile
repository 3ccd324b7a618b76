# The newest of these that is new enough; if none is, python3 says so in one sentence.
PYTHON ?= $(or $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done),python3)
IN = .venv/bin
TEMPLATES = $$(find templates -name '*.html')

.PHONY: run test lint format bench soak

run:
	@exec $(PYTHON) deploy/run.py

test:
	@$(PYTHON) deploy/install.py --dev
	@exec $(IN)/python tests/run.py $(T)

lint:
	@$(PYTHON) deploy/install.py --dev
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(IN)/python manage.py makemigrations --check --dry-run
	$(IN)/djade --check $(TEMPLATES)
	$(IN)/djlint --quiet --lint templates
	$(IN)/python -m pytest --quiet -n 0 tests/test_house.py

# Puts right what `make lint` can put right by itself.
format:
	@$(PYTHON) deploy/install.py --dev
	$(IN)/ruff check --fix .
	$(IN)/ruff format .
	-$(IN)/djade $(TEMPLATES)

# Beside these, `bench/lighthouse.py` measures a page as a phone sees it, with what it takes from npm.
bench:
	@$(PYTHON) deploy/install.py --dev
	@$(IN)/python bench/run.py
	@$(IN)/python bench/upload.py
	@exec $(IN)/python bench/finding.py

soak:
	@$(PYTHON) deploy/install.py --dev
	@exec $(IN)/python tests/soak/run.py
