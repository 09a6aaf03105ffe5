# The habits, by name. `make` alone is lint, types, test: what to run before a commit.
# Everything runs in .venv; `make setup` builds it once.

PYTHON ?= python3
BIN ?= .venv/bin
STAGES := archive dataset demo parsers serving spiders verbs

.PHONY: all setup format lint types test docs docs-check picture bench complete crash cron peers serving replay quality e2e-wordpress e2e-generators e2e-engines constraints wheel ci clean
all: lint types test

setup: .venv/ready
.venv/ready: pyproject.toml
	test -d .venv || $(PYTHON) -m venv .venv
	.venv/bin/pip install -q -e '.[dev]'
	touch $@

format: setup
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lint: setup
	$(BIN)/ruff check .

# The checkout may have any name, and an editable install hides its folder from mypy:
# so the package gets its name through links.
types: setup
	rm -rf build/types && mkdir -p build/types/blogark
	for part in *.py py.typed $(STAGES); do ln -s "$(CURDIR)/$$part" build/types/blogark/; done
	cd build/types && MYPYPATH=. $(abspath $(BIN))/mypy --config-file "$(CURDIR)/pyproject.toml" -p blogark

test: setup
	$(BIN)/python -m pytest -n auto --dist loadfile

# The pages that are generated: the command line from click, the data dictionary from the schema.
docs: setup
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/answer.py

docs-check: setup
	$(BIN)/python docs/generate.py --check

# A real crawl of the demo blog, drawn as the terminal shows it, and its report, as Chromium does.
picture: setup
	$(BIN)/python docs/draw_crawl.py docs/pictures/crawl.svg
	$(BIN)/python docs/draw_report.py docs/pictures/report.png

# How well the parsers read, by engine and field, against floors that are only ever lifted.
quality: setup
	$(BIN)/python tests/quality/measure.py

# blogark beside its peers, as ratios; keeps the table in docs/benchmarks.md. Needs wget.
bench: setup
	$(BIN)/pip install -q -e '.[bench,fast]'
	$(BIN)/python bench/run.py --write

# Whole blogs of 300 posts and five shapes, with all their traps, again and again; `make test` takes small ones.
complete: setup
	$(BIN)/python -m pytest tests/blogs tests/complete -m "slow or not slow"

# Archive and pack in the hands of py-wacz, pywb and ReplayWeb.page, and pywb as a web archive to fetch a blog from. They
# are installed beside and not among what is tested: wacz brings chardet, where feedparser reads feeds otherwise, and
# pywb a brotlipy that hides brotli. ReplayWeb.page needs npm to come, and Chromium to run.
peers: setup build/peers/ready build/peers/replaywebpage/sw.js
	PATH="$(abspath build/peers/bin):$$PATH" BLOGARK_REPLAYWEBPAGE="$(abspath build/peers/replaywebpage)" \
	  $(BIN)/python -m pytest tests/peers tests/wayback/test_pywb.py
build/peers/ready: pyproject.toml
	$(PYTHON) -m venv build/peers
	build/peers/bin/pip install -q 'pywb>=2.10' 'wacz>=0.6' setuptools
	touch $@
build/peers/replaywebpage/sw.js: build/peers/ready
	if command -v npm > /dev/null; then cd build/peers && rm -rf package replaywebpage && \
	  npm pack --silent replaywebpage@2 && tar xzf replaywebpage-*.tgz && mv package replaywebpage && touch replaywebpage/sw.js; fi

# Both servers of `serve`, and in Chromium, where that is, a page that tries to get out.
serving: setup build/serving/ready
	build/serving/bin/python -m pytest tests/serving -m "slow or not slow"
build/serving/ready: pyproject.toml
	$(PYTHON) -m venv build/serving
	build/serving/bin/pip install -q -e '.[serve]' pytest hypothesis pillow
	touch $@

# Pages live and from the archive, side by side in Chromium: the built-in blog, and Debian's WordPress where that is.
replay: setup build/serving/ready
	build/serving/bin/python -m pytest -s tests/serving/test_same.py tests/serving/test_replay_check.py

# A hundred kills at random moments; CI does ten.
crash: setup
	$(BIN)/python tests/crash/harness.py --kills 100

# A thousand nights of a scheduled run on a blog that does not change, half an hour; CI does twelve.
cron: setup
	$(BIN)/python tests/cron/harness.py --runs 1000

# Against Debian's own WordPress on loopback, where it is installed.
e2e-wordpress: setup
	$(BIN)/python -m pytest tests/e2e

# Against blogs that Hexo, Jekyll, Pelican, Nikola, Eleventy, Hugo, ikiwiki and MkDocs build with their own themes: what npm
# and PyPI have is installed below build/, Jekyll, Hugo and ikiwiki are Debian's (jekyll, jekyll-theme-minima,
# ruby-jekyll-feed, ruby-jekyll-sitemap, ruby-jekyll-seo-tag, hugo, ikiwiki). What is not there skips.
HEXO := hexo@8 $(addprefix hexo-renderer-,marked ejs stylus pug) \
  $(addprefix hexo-generator-,index archive category tag feed sitemap) \
  $(addprefix hexo-theme-,landscape next butterfly fluid icarus melody)
ELEVENTY := @11ty/eleventy@3 @11ty/eleventy-plugin-rss@1 @11ty/eleventy-navigation@0 \
  @11ty/eleventy-plugin-syntaxhighlight@5 luxon@1 markdown-it@14 markdown-it-anchor@8
e2e-generators: setup build/generators/ready
	BLOGARK_GENERATORS="$(abspath build/generators)" $(BIN)/python -m pytest tests/generators
build/generators/ready: pyproject.toml
	$(PYTHON) -m venv build/generators/venv
	build/generators/venv/bin/pip install -q 'pelican[markdown]>=4.12' 'nikola[extras]>=8.3' 'mkdocs-material>=9.6'
	if command -v npm > /dev/null; then cd build/generators && echo '{"private": true}' > package.json && \
	  npm install --silent --no-audit --no-fund $(HEXO) $(ELEVENTY) && \
	  npm pack --silent eleventy-base-blog@5 && tar xzf eleventy-base-blog-*.tgz && \
	  rm -rf node_modules/eleventy-base-blog && mv package node_modules/eleventy-base-blog; fi
	touch $@

# Against engines that no parser is written for, which keep their own databases: Mezzanine, and Puput in Wagtail.
e2e-engines: setup build/engines/ready
	BLOGARK_ENGINES="$(abspath build/engines)" $(BIN)/python -m pytest tests/live
build/engines/ready:
	$(PYTHON) -m venv build/engines/mezzanine
	build/engines/mezzanine/bin/pip install -q 'mezzanine==6.1' 'setuptools<81'
	$(PYTHON) -m venv build/engines/puput
	build/engines/puput/bin/pip install -q 'puput==2.2' django-contrib-comments
	touch $@

# Exact versions with their hashes, for installs that must repeat.
constraints: setup
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-emit-index-url --no-header \
	  --extra dev --python-version 3.11 -o constraints.txt pyproject.toml

wheel: setup
	rm -rf dist && $(BIN)/pip wheel -q --no-deps -w dist .

ci:
	.ci/run

clean:
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
