// What somebody may write who wants others' browsers to run it. Whatever runs calls `canary()`, which no page of ours has.

const RUN = 'canary()';

/** Things that run by themselves once they are elements. */
const ELEMENTS = [
  `<script>${RUN}</script>`,
  `<ScRiPt >${RUN}</sCrIpT>`,
  `<script/x>${RUN}</script >`,
  `<script\t>${RUN}</script\t>`,
  `<script src="data:text/javascript,${RUN}"></script>`,
  `<script type="module">${RUN}</script>`,
  `<script>import("data:text/javascript,${RUN}")</script>`,
  `<img src=x onerror=${RUN}>`,
  `<img src=x onerror="${RUN}">`,
  `<img/src=x/onerror=${RUN}>`,
  `<img src=x onerror=&#99;anary()>`,
  `<img src=x onerror=&#x63;anary&lpar;&rpar;>`,
  `<image src=x onerror=${RUN}>`,
  `<svg onload=${RUN}>`,
  `<svg/onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><script href="data:text/javascript,${RUN}"/></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<svg><set onbegin=${RUN} attributeName=x>`,
  `<svg><use href="data:image/svg+xml,<svg id=x onload=${RUN}>#x">`,
  `<svg><foreignObject><img src=x onerror=${RUN}></foreignObject></svg>`,
  `<svg><style><img src=x onerror=${RUN}></style></svg>`,
  `<svg><title><img src=x onerror=${RUN}></title></svg>`,
  `<math><mtext><img src=x onerror=${RUN}></mtext></math>`,
  `<math><mi xlink:href="javascript:${RUN}">x</mi></math>`,
  `<math href="javascript:${RUN}">x</math>`,
  `<math><annotation-xml encoding="text/html"><img src=x onerror=${RUN}>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<iframe src="data:text/html,<script>parent.${RUN}</script>">`,
  `<embed src="javascript:${RUN}">`,
  `<object data="javascript:${RUN}"></object>`,
  `<object data="data:text/html,<script>parent.${RUN}</script>">`,
  `<a href="javascript:${RUN}" autofocus>x</a>`,
  `<a href="&#106;avascript:${RUN}">x</a>`,
  `<a href="java\tscript:${RUN}">x</a>`,
  `<a href=" javascript:${RUN}">x</a>`,
  `<form action="javascript:${RUN}"><button autofocus>x</button></form>`,
  `<button formaction="javascript:${RUN}">x</button>`,
  `<input autofocus onfocus=${RUN}>`,
  `<input type=image src=x onerror=${RUN}>`,
  `<select autofocus onfocus=${RUN}>`,
  `<textarea autofocus onfocus=${RUN}>`,
  `<details open ontoggle=${RUN}>x</details>`,
  `<video src=x onerror=${RUN}></video>`,
  `<video><source onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN}></audio>`,
  `<marquee onstart=${RUN}>x</marquee>`,
  `<body onload=${RUN}>`,
  `<body onpageshow=${RUN}>`,
  `<style onload=${RUN}></style>`,
  `<style>@import "data:text/css,*{background:red}";</style>`,
  `<link rel=stylesheet href=x onerror=${RUN}>`,
  `<link rel=import href="data:text/html,<script>${RUN}</script>">`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<base href="//evil.example/">`,
  `<x contenteditable autofocus onfocus=${RUN}>`,
  `<x tabindex=1 autofocus onfocusin=${RUN}>`,
  `<div style="animation:x" onanimationstart=${RUN}>`,
  `<p style="background:url(javascript:${RUN})">`,
  `<template shadowrootmode=open><img src=x onerror=${RUN}></template>`,
  `<dialog open oncancel=${RUN}>x</dialog>`,
  `<leptos-island data-component="Clock_1" data-props='{"a":1}'><img src=x onerror=${RUN}></leptos-island>`,
  `<isindex action="javascript:${RUN}" type=image>`,
  `<keygen autofocus onfocus=${RUN}>`,
  `<portal src="javascript:${RUN}">`,
  `<frameset onload=${RUN}>`,
  `<noscript><img src=x onerror=${RUN}></noscript>`,
];

/** Ways out of where text may stand: attributes, comments, scripts, raw text. */
const OUT = ['"', "'", '">', "'>", '"/>', '-->', ']]>', '</title>', '</textarea>', '</script>', '</style>', '</noscript>', '</option></select>', '</template>', '</svg>', '</leptos-island>', '\\"', '`'];

/** Attributes alone, for text that lands within a tag. */
const ATTRIBUTES = ['" onmouseover="canary()', "' onfocus='canary()' autofocus='", '" autofocus onfocus=canary() x="', ' onload=canary() ', '" style="x:expression(canary())', '"srcdoc="<script>parent.canary()</script>'];

/** Mutation XSS: harmless as written, not as read a second time. */
const MUTATIONS = [
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  `<listing>&lt;img src=1 onerror=${RUN}&gt;</listing>`,
  `<xmp><img src=x onerror=${RUN}></xmp>`,
  `<table><td background="javascript:${RUN}"><svg><desc><td><img src=x onerror=${RUN}>`,
  `<a id="</a><img src=x onerror=${RUN}>">`,
  `<!--<img src="--><img src=x onerror=${RUN}//">`,
  `<![CDATA[<img src=x onerror=${RUN}>]]>`,
  `<?xml version="1.0"?><img src=x onerror=${RUN}>`,
  `<select><template><img src=x onerror=${RUN}></template></select>`,
];

/** Schemes, templates, formulae, directions and other signs. */
const WORDS = [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `javascript://%0a${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `data:text/html;base64,PHNjcmlwdD5jYW5hcnkoKTwvc2NyaXB0Pg==`,
  `vbscript:${RUN}`,
  `//evil.example/x.js`,
  `{{constructor.constructor('${RUN}')()}}`,
  '${canary()}',
  `#{${RUN}}`,
  `<%= ${RUN} %>`,
  `{% ${RUN} %}`,
  `[[${RUN}]]`,
  `@(${RUN})`,
  `=cmd|'/c calc'!A1`,
  `';${RUN};'`,
  `";${RUN};//`,
  `\\x3cscript\\x3e${RUN}\\x3c/script\\x3e`,
  `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  `%3Cscript%3E${RUN}%3C/script%3E`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `\uff1cscript\uff1e${RUN}\uff1c/script\uff1e`,
  `\u02bascript\u02ba onerror=${RUN}`,
  `+ADw-script+AD4-${RUN}+ADw-/script+AD4-`,
  `\u00bcscript\u00be${RUN}\u00bc/script\u00be`,
  `a\u0338<img src=x onerror=${RUN}>`,
];

const all = [
  ...ELEMENTS,
  ...OUT.flatMap((out, n) => [0, 7, 13, 21, 33, 40, 52, 63].map((step) => out + ELEMENTS[(n * 5 + step) % ELEMENTS.length])),
  ...ATTRIBUTES,
  ...ATTRIBUTES.map((attribute) => `x${attribute}>`),
  ...MUTATIONS,
  ...WORDS,
  ...WORDS.flatMap((word) => [`"><a href="${word}">x</a>`, `"><img src="${word}">`]),
];

/** Each on one line, short enough for every field of one line, and none twice. */
export const PAYLOADS = [...new Set(all.map((text) => text.replace(/\s+/g, ' ').trim()))].filter((text) => text.length <= 190);

/** As many as fit into a text of so many characters, one after the other, beginning with `from`. */
export function packed(most: number, from: number): { text: string; next: number } {
  let [text, next] = ['', from];
  for (const payload of PAYLOADS.slice(from)) {
    if (text.length + payload.length + 1 > most) break;
    text += ` ${payload}`;
    next++;
  }
  return { text: text.trim(), next };
}
