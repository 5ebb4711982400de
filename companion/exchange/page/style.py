"""The look of a page, in light, dark, on a phone and on paper. No fonts, no images, nothing that is fetched."""

STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fffdf9;--soft:#55524c;--line:#cfc9bd;--mark:#ffefad;
--more:#ffdf70;--card:#f6f2e9;--link:#0b4f9e}
@media (prefers-color-scheme:dark){:root{--ink:#ebe8e1;--paper:#17181a;--soft:#b9b4a9;--line:#4a4a4a;--mark:#4d4213;
--more:#6b5a12;--card:#222427;--link:#9cc4ff}}
*{box-sizing:border-box}
html{font:100%/1.55 Georgia,"Times New Roman",serif;background:var(--paper);color:var(--ink)}
body{margin:0 auto;max-width:76rem;padding:1rem}
h1,h2,h3,h4,h5,h6{line-height:1.25;font-weight:700;overflow-wrap:anywhere}
p,blockquote,pre{margin:0 0 .8rem;overflow-wrap:anywhere}
pre{white-space:pre-wrap;font-size:.9rem}
a{color:var(--link);text-decoration:underline}
a:focus-visible,[tabindex]:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
blockquote{margin-left:0;padding-left:1rem;border-left:3px solid var(--line)}
.row{display:grid;grid-template-columns:minmax(0,40rem) minmax(0,1fr);gap:0 2rem}
.cards>*{margin:0 0 .8rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:4px;padding:.6rem .8rem;font-size:.92rem}
.card p:last-child{margin-bottom:0}
.reply{margin-left:1.2rem}
.head,.soft,.legend,figcaption,footer,.facts,.notice{color:var(--soft)}
.head strong{color:var(--ink)}
.cite{font-size:.85rem}
mark{background:var(--mark);color:inherit;border-bottom:2px solid currentColor}
mark.several{background:var(--more);border-bottom:4px double currentColor}
.ref,.back{display:inline-block;min-width:1.6rem;min-height:1.5rem;padding:0 .25rem;text-align:center;
font:700 .8rem/1.5rem sans-serif}
:target{outline:3px solid var(--link);outline-offset:3px;scroll-margin:2rem}
.item,.row .item{padding-left:1.4rem}
.d2{margin-left:1.2rem}.d3{margin-left:2.4rem}.d4{margin-left:3.6rem}.d5{margin-left:4.8rem}.d6{margin-left:6rem}
.facts{margin:0 0 .2rem}
figure{margin:0 0 1.5rem}
svg{max-width:100%;height:auto;font:13px sans-serif}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;color:var(--soft);padding:.3rem 0}
th,td{border:1px solid var(--line);padding:.4rem .5rem;text-align:left;vertical-align:top}
nav ul{columns:18rem;padding-left:1.2rem}
nav li,.links li{padding:.15rem 0;min-height:1.6rem}
summary{padding:.2rem 0}
@media (max-width:60rem){.row{grid-template-columns:minmax(0,1fr)}}
@media print{:root{color-scheme:light;
--ink:#000;--paper:#fff;--card:#fff;--mark:#eee;--more:#ddd;--soft:#333;--link:#000}
html{font-size:10pt}.card{break-inside:avoid}nav{display:none}
.row{grid-template-columns:minmax(0,62%) minmax(0,1fr)}
a[href^="http"]::after{content:" (" attr(href) ")";overflow-wrap:anywhere;font-size:.8em}}
"""
