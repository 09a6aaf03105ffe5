"""No theme of Hugo's can be installed: the fewest templates around those that Hugo has built in."""

from __future__ import annotations

TEMPLATES = {
    "_default/baseof.html": """<!doctype html>
        <html lang="{{ .Params.lang | default site.LanguageCode }}"><head>
        <title>{{ with .Title }}{{ . }} – {{ end }}{{ site.Title }}</title>{{ hugo.Generator }}
        {{ range .AlternativeOutputFormats }}
        <link rel="{{ .Rel }}" type="{{ .MediaType }}" href="{{ .Permalink }}">{{ end }}
        {{ template "_internal/opengraph.html" . }}{{ template "_internal/schema.html" . }}</head>
        <body><nav><a href="/">{{ site.Title }}</a> <a href="/the-yard/">The yard</a></nav>
        <main>{{ block "main" . }}{{ end }}</main></body></html>""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>{{ range .Paginator.Pages }}
        <article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><time>{{ .Date.Format "2 January 2006" }}</time>
        {{ .Summary }}</article>{{ end }}{{ template "_internal/pagination.html" . }}{{ end }}""",
    "_default/terms.html": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}
        <li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}""",
    "_default/single.html": """{{ define "main" }}<article><h1>{{ .Title }}</h1>{{ if eq .Type "posts" }}
        <p><time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "2 January 2006" }}</time>
        by <span class="author">{{ .Params.author }}</span>{{ range .GetTerms "categories" }}
        <a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</p>{{ end }}
        <nav id="TableOfContents">{{ .TableOfContents }}</nav>
        <div class="content">{{ .Content }}</div>{{ with .GetTerms "tags" }}<ul class="tags">{{ range . }}
        <li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>{{ end }}
        {{ with site.RegularPages.Related . | first 3 }}<aside><h2>See also</h2>
        <ul>{{ range . }}
        <li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></aside>{{ end }}
        <nav class="pagination">{{ with .PrevInSection }}
        <a class="previous" href="{{ .RelPermalink }}">← {{ .Title }}</a>{{ end }}
        {{ with .NextInSection }}<a class="next" href="{{ .RelPermalink }}">{{ .Title }} →</a>{{ end }}</nav>
        </article>{{ end }}""",
}
