# make       sets up and prints everything into out/
# make test  sets up and tests
# make lock  writes requirements.txt anew from requirements.in (needs uv)

BIN := .venv/bin

.PHONY: print test lock

# The set-up looks for itself whether anything is to do: it does nothing on a second run.
print:
	@.ci/setup print
	@$(BIN)/handouts print --all --out out

test:
	@.ci/setup test
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy --strict handouts
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pytest -n 2 --dist worksteal

# One version of each package for every Python and machine, named by hash and without a host.
lock:
	@uv pip compile requirements.in --output-file requirements.txt --quiet --upgrade \
	  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --no-emit-index-url --custom-compile-command 'make lock'
