"""The template and the style of the HTML page: nothing in it runs, and nothing is loaded from anywhere."""

from __future__ import annotations

from typing import Final

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE: Final = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1f2328; --dim: #59636e; --line: #d1d9e0;
  --tint: #f6f8fa; --link: #0550ae; --good: #116329; --warn: #7d4e00; --bad: #b3121d; }
@media (prefers-color-scheme: dark) { :root { --paper: #0d1117; --ink: #e6edf3; --dim: #9198a1;
  --line: #3d444d; --tint: #151b23; --link: #79b8ff; --good: #56d364; --warn: #e3b341; --bad: #ff8f88; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; }
a { color: var(--link); }
header { border-left: .4rem solid var(--dim); padding-left: 1rem; }
header.passed { border-color: var(--good); }
header.warned { border-color: var(--warn); }
header.failed { border-color: var(--bad); }
header p.about, footer, .note { color: var(--dim); }
footer { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .5rem; font-size: .875rem; }
code, pre { font: .875em/1.45 ui-monospace, monospace; }
code { background: var(--tint); border-radius: .25rem; padding: .1em .3em; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: .25rem; margin: .5rem 0;
  padding: .5rem; white-space: pre-wrap; }
ul, ol { margin: 0; padding-left: 1.25rem; }
section > ul { list-style: none; padding: 0; }
section > ul > li, section > ol > li { padding: .3rem 0; }
span.strong, span.passed, span.warned, span.failed, span.unknown { font-weight: 600; }
span.passed { color: var(--good); }
span.warned, span.unknown { color: var(--warn); }
span.failed { color: var(--bad); }
td > :is(.passed, .warned, .failed, .unknown) { white-space: nowrap; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
th[scope=row] { font-weight: 400; min-width: 9rem; }
td { min-width: 5.5rem; }
td.figure, th.figure { min-width: 0; text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.bar { display: block; height: .3rem; min-width: 4rem; background: var(--line); }
.bar > span { display: block; height: 100%; background: var(--good); print-color-adjust: exact; }
summary { cursor: pointer; }
@media print { body { max-width: none; padding: 0; } .wide { overflow: visible; } tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } }
"""

TEMPLATE: Final = """
{%- macro said(pieces) -%}
{%- for one in pieces -%}
{%- if one.url %}<a href="{{ one.url }}" rel="noreferrer">{% endif -%}
{%- if one.kind == "code" %}<code>{{ one.text }}</code>
{%- elif one.kind %}<span class="{{ one.kind }}">{{ one.text }}</span>
{%- else %}{{ one.text }}{% endif -%}
{%- if one.url %}</a>{% endif -%}
{%- endfor -%}
{%- endmacro -%}

{%- macro entry(one) -%}
<li>
{%- if one.text %}<details><summary>{{ said(one.said) }}</summary>
<pre>{{ "\\n" }}{{ one.text }}</pre></details>
{%- else %}{{ said(one.said) }}{% endif -%}
{%- for line in one.lines %}
<p>{{ said(line) }}</p>
{%- endfor -%}
{%- if one.places %}
<ul>{% for place in one.places %}
<li>{{ said(place) }}</li>
{%- endfor %}
</ul>
{%- endif -%}
</li>
{%- endmacro -%}

{%- macro row(cells) -%}
<tr>
{%- for one in cells -%}
{%- if one.head %}<th scope="row">{{ said(one.pieces) }}</th>
{%- else %}<td{% if one.figure %} class="figure"{% endif %}>{{ said(one.pieces) }}
{%- if one.bar is not none %}<span class="bar" aria-hidden="true">
{#- -#}
<span style="width: {{ one.bar }}%"></span></span>{% endif %}</td>
{%- endif -%}
{%- endfor -%}
</tr>
{%- endmacro -%}

{%- macro opening(part, id) -%}
<section aria-labelledby="{{ id }}">
<h2 id="{{ id }}">{{ part.title }}</h2>
{% if part.columns -%}
<div class="wide" role="group" aria-labelledby="{{ id }}" tabindex="0"><table>
<thead><tr>
{%- for name, figure in part.columns -%}
<th scope="col"{% if figure %} class="figure"{% endif %}>{{ name }}</th>
{%- endfor -%}
</tr></thead>
<tbody>
{% else -%}
<{{ "ol" if part.ordered else "ul" }}>
{% endif -%}
{%- endmacro -%}

{%- macro more(part, count) -%}
{% if part.columns %}<tr><td colspan="{{ part.columns | length }}">… {{ "{:,}".format(count) }} more</td></tr>
{%- else %}<li>… and {{ "{:,}".format(count) }} more</li>{% endif %}
{%- endmacro -%}

{%- macro closing(part) %}
{% if part.columns %}</tbody></table></div>{% else %}</{{ "ol" if part.ordered else "ul" }}>{% endif %}
{% for line in part.foot %}<p>{{ said(line) }}</p>
{% endfor -%}
{% if part.command %}<pre>{{ "\\n" }}{{ part.command }}</pre>
{% endif -%}
</section>
{%- endmacro -%}

{%- macro first(page, style, policy) -%}
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ page.title }}</title>
<style>{{ style | safe }}</style>
</head>
<body>
<header class="{{ page.look }}">
<h1>{{ page.verdict }}</h1>
<p class="about">{{ said(page.about) }}</p>
{% for line in page.sentences %}<p>{{ said(line) }}</p>
{% endfor -%}
</header>
<main>
{%- endmacro -%}

{%- macro last(pieces) -%}
</main>
<footer>{{ said(pieces) }}</footer>
</body>
</html>
{%- endmacro -%}

{%- macro shortened(pieces) -%}
<p class="note">{{ said(pieces) }}</p>
{%- endmacro -%}
"""
