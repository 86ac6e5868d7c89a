// Generated from Widget/ by scripts/embed_widget.py; edit there and run the script again.
// swift-format-ignore-file

/// The demo storefront that `GET /` serves, as it stands in `Widget/`.
package struct StorefrontFile: Sendable {
  /// The path it is served at, without a query.
  package let path: String
  package let contentType: String
  /// A strong validator, quotes included.
  package let etag: String
  package let body: StaticString

  package static let all = [page, style, script]

  package static let page = StorefrontFile(
    path: "/", contentType: "text/html; charset=utf-8",
    etag: "\"b4dd382ad680359b49107bf56629c70f\"",
    body: ##"""
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="A demonstration storefront with a support chat answered by Parley.">
<title>Hearth &amp; Thread</title>
<link rel="stylesheet" href="/storefront.css">
<script type="module" src="/storefront.js"></script>
</head>
<body>
<a class="skip" href="#goods">Skip to the goods</a>

<header class="top">
  <p class="notice-bar">This is a demonstration store. Ask the chat about order <strong>#1042</strong> of anna@example.com.</p>
  <div class="bar wrap">
    <a class="logo" href="/">Hearth <span>&amp;</span> Thread</a>
    <nav aria-label="Departments">
      <a href="#home">Home</a>
      <a href="#fashion">Fashion</a>
      <a href="#electronics">Electronics</a>
    </nav>
    <button type="button" class="plain" data-open-chat>Help</button>
  </div>
</header>

<main>
  <section class="hero wrap" aria-labelledby="hero-title">
    <div>
      <p class="eyebrow">Winter at home</p>
      <h1 id="hero-title">Good things, kept for long.</h1>
      <p class="lead">Linen, wool, stoneware and quiet electronics, with two years of warranty and thirty days to
        change your mind.</p>
      <p class="chips" aria-label="Questions to try">
        <button type="button" data-ask="Where is my order?">Where is my order?</button>
        <button type="button" data-ask="How do I return something?">How do I return something?</button>
        <button type="button" data-ask="Do the pans work on induction?">Do the pans work on induction?</button>
      </p>
    </div>
    <svg class="scene" viewBox="0 0 520 360" role="img" aria-label="An armchair beside a lamp and a window">
      <rect class="wall" width="520" height="360" rx="22"/>
      <path class="floor" d="M0 292h520v46a22 22 0 0 1-22 22H22a22 22 0 0 1-22-22z"/>
      <rect class="frame" x="58" y="46" width="150" height="176" rx="6"/>
      <path class="sky" d="M68 56h61v73H68zM137 56h61v73h-61zM68 138h61v74H68zM137 138h61v74h-61z"/>
      <circle class="sun" cx="166" cy="90" r="17"/>
      <path class="hill" d="M68 212v-28c24-20 42-16 61-4v32zM137 212v-36c20-12 42-8 61 10v26z"/>
      <path class="glow" d="M428 132h84l8 20v150h-140z"/>
      <ellipse class="rug" cx="322" cy="314" rx="168" ry="24"/>
      <path class="leg" d="M262 268l-10 46h10l12-46zM392 268l10 46h-10l-12-46z"/>
      <path class="seat" d="M236 176c0-60 34-84 91-84s91 24 91 84v50H236z"/>
      <path class="seat-light" d="M258 176c0-46 24-62 69-62s69 16 69 62v46H258z"/>
      <path class="seat" d="M214 184c0-18 36-18 36 4v34h154v-34c0-22 36-22 36-4v74c0 12-6 18-18 18H232c-12 0-18-6-18-18z"/>
      <path class="throw" d="M356 98c34 6 62 28 62 78l22 4v86c-12 6-30 6-40 0v-84c0-42-18-62-52-72z"/>
      <path class="stripe" d="M404 214h36M404 228h36M402 242h38"/>
      <rect class="cushion" x="270" y="158" width="62" height="58" rx="12" transform="rotate(-9 301 187)"/>
      <path class="pole" d="M470 130v178M448 310h44"/>
      <path class="shade" d="M446 70h48l18 62h-84z"/>
      <path class="pot" d="M120 250h54l-8 56h-38z"/>
      <path class="leaf" d="M146 250c-40-14-46-44-40-66 22 8 38 30 40 66zM148 250c-6-42 8-66 32-78 8 28 0 58-32 78zM147 250c-14-30-12-62 2-84 16 22 14 56-2 84z"/>
    </svg>
  </section>

  <section class="wrap" id="goods" aria-labelledby="goods-title">
    <h2 id="goods-title">This week</h2>
    <ul class="goods">
      <li id="home">
        <svg viewBox="0 0 200 150" aria-hidden="true"><path class="c1" d="M40 46q60-22 120 0v66q-60 22-120 0z"/><path class="c2" d="M40 66q60-22 120 0v14q-60-22-120 0z"/><path class="c2" d="M40 94q60-22 120 0v8q-60-22-120 0z"/><path class="line" d="M46 114v14M62 119v14M80 122v14M100 123v14M120 122v14M138 119v14M154 114v14"/></svg>
        <h3>Merino Blend Throw</h3><p class="what">Oatmeal, 140 x 200 cm</p>
        <p class="price">€89.00</p><button type="button" data-ask="How do I wash wool?">Ask about it</button>
      </li>
      <li>
        <svg viewBox="0 0 200 150" aria-hidden="true"><ellipse class="c3" cx="100" cy="120" rx="70" ry="16"/><ellipse class="c4" cx="100" cy="113" rx="70" ry="16"/><path class="c5" d="M68 40h58v44a22 22 0 0 1-22 22H90a22 22 0 0 1-22-22z"/><ellipse class="c2" cx="97" cy="40" rx="29" ry="7"/><path class="ring" d="M126 52c26-4 26 36 0 32"/></svg>
        <h3>Stoneware Mug, Plate</h3><p class="what">Speckle, made in Portugal</p>
        <p class="price">from €13.95</p><button type="button" data-ask="Can the stoneware go in the microwave?">Ask about it</button>
      </li>
      <li>
        <svg viewBox="0 0 200 150" aria-hidden="true"><path class="c5" d="M50 66h108l-8 52a10 10 0 0 1-10 8H68a10 10 0 0 1-10-8z"/><path class="c6" d="M46 56h116a4 4 0 0 1 4 4v6H42v-6a4 4 0 0 1 4-4z"/><circle class="c2" cx="104" cy="48" r="8"/><path class="ring" d="M44 82c-16 0-16 18 4 18M164 82c16 0 16 18-4 18"/></svg>
        <h3>Cast Iron Casserole</h3><p class="what">4.7 litres, 25 years of warranty</p>
        <p class="price">€129.00</p><button type="button" data-ask="Do the pans work on induction?">Ask about it</button>
      </li>
      <li id="fashion">
        <svg viewBox="0 0 200 150" aria-hidden="true"><path class="c6" d="M76 26q24 14 48 0l26 14 22 62-20 8-14-36v56H62V74l-14 36-20-8 22-62z"/><path class="c2" d="M76 26q24 14 48 0l4 5q-28 18-56 0zM62 122h76v8H62z"/><path class="line" d="M86 58v56M100 60v54M114 58v56"/></svg>
        <h3>Lambswool Jumper</h3><p class="what">Forest, XS to XL</p>
        <p class="price">€79.95</p><button type="button" data-ask="How do I find my size?">Ask about it</button>
      </li>
      <li>
        <svg viewBox="0 0 200 150" aria-hidden="true"><path class="c5" d="M70 24h48v54c26 8 48 12 48 34H62c0-34 8-52 8-88z"/><path class="c3" d="M58 112h110v10H58z"/><path class="c2" d="M88 24h14v40a7 12 0 0 1-14 0z"/><path class="line" d="M70 24h48"/></svg>
        <h3>Chelsea Boots</h3><p class="what">Leather, 37 to 44</p>
        <p class="price">€149.95</p><button type="button" data-ask="How do the boots fit?">Ask about it</button>
      </li>
      <li id="electronics">
        <svg viewBox="0 0 200 150" aria-hidden="true"><path class="ring wide" d="M52 92V80a48 48 0 0 1 96 0v12"/><rect class="c6" x="40" y="84" width="26" height="44" rx="12"/><rect class="c6" x="134" y="84" width="26" height="44" rx="12"/><rect class="c2" x="60" y="90" width="10" height="32" rx="5"/><rect class="c2" x="130" y="90" width="10" height="32" rx="5"/></svg>
        <h3>Headphones Quiet 2</h3><p class="what">Over-ear, noise cancelling</p>
        <p class="price">€149.00</p><button type="button" data-ask="Can the battery of the headphones be replaced?">Ask about it</button>
      </li>
      <li>
        <svg viewBox="0 0 200 150" aria-hidden="true"><path class="c5" d="M88 30h52l20 40H68z"/><path class="ring" d="M108 70l-34 34 22 22"/><ellipse class="c3" cx="98" cy="128" rx="40" ry="8"/><path class="c2" d="M76 74h76l6 10H70z"/></svg>
        <h3>LED Desk Lamp Pico</h3><p class="what">Warm white, dimmable</p>
        <p class="price">€69.95</p><button type="button" data-ask="Which bulb goes into the lamp?">Ask about it</button>
      </li>
      <li>
        <svg viewBox="0 0 200 150" aria-hidden="true"><rect class="c1" x="58" y="28" width="84" height="100" rx="20"/><circle class="c3" cx="100" cy="92" r="25"/><circle class="c2" cx="100" cy="92" r="9"/><circle class="c3" cx="100" cy="50" r="10"/></svg>
        <h3>Bluetooth Speaker Drum</h3><p class="what">Sand or slate, 20 hours</p>
        <p class="price">€79.95</p><button type="button" data-ask="My Bluetooth speaker will not connect">Ask about it</button>
      </li>
    </ul>
  </section>

  <section class="promises wrap" aria-label="Good to know">
    <p><strong>1–2 days</strong> to the Netherlands and Belgium, free from €50</p>
    <p><strong>30 days</strong> to send it back, free in our shops</p>
    <p><strong>2 years</strong> of warranty, repairs after that</p>
    <p><strong>Four shops</strong> in Amsterdam, Utrecht, Antwerp, Cologne</p>
  </section>
</main>

<footer class="wrap">
  <p>Hearth &amp; Thread is made up. Its chat is answered by <strong>Parley</strong>, on this machine.</p>
</footer>

<button type="button" class="launcher" id="launcher" aria-expanded="false" aria-controls="chat">
  <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z"/></svg>
  <span>Ask us</span>
</button>

<section class="chat" id="chat" role="dialog" aria-labelledby="chat-title" hidden>
  <header>
    <div>
      <h2 id="chat-title">Hearth &amp; Thread help</h2>
      <p id="presence">Answers at once, day and night</p>
    </div>
    <button type="button" class="icon" id="restart" aria-label="Start a new conversation" title="New conversation">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12a7 7 0 1 1 2.2 5.1M5 20v-4h4"/></svg>
    </button>
    <button type="button" class="icon" id="close" aria-label="Close the chat" title="Close (Esc)">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18"/></svg>
    </button>
  </header>
  <ol class="log" id="log" role="log" aria-live="polite" aria-label="Conversation" tabindex="0"></ol>
  <form id="form" novalidate>
    <div class="options">
      <label><input type="checkbox" id="explain" role="switch"> Explain answers</label>
      <span id="count" aria-live="polite"></span>
    </div>
    <div class="line-in">
      <label class="hidden-label" for="message">Your message</label>
      <textarea id="message" rows="1" placeholder="Type a question" autocomplete="off" enterkeyhint="send"
        aria-describedby="count"></textarea>
      <button type="submit" id="send" aria-label="Send">
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 11.5L21 3l-6.5 18-3.5-7.5z"/></svg>
      </button>
    </div>
  </form>
</section>

<noscript><p class="noscript wrap">The chat needs JavaScript. Write to care@example.com instead.</p></noscript>
</body>
</html>

"""##)

  package static let style = StorefrontFile(
    path: "/storefront.css", contentType: "text/css; charset=utf-8",
    etag: "\"e6c9beaddb146a16db8f9287f07ec829\"",
    body: ##"""
/* The demo storefront and its chat panel. Colours first; everything below uses their names. */

:root {
  --paper: #faf6ef;
  --card: #ffffff;
  --ink: #24211d;
  --soft: #675f55;
  --edge: #e4dbcd;
  --accent: #24503f;
  --on-accent: #ffffff;
  --banner: #24503f;
  --clay: #b4532c;
  --wash: #f0e8da;
  --mark: #ffe2a0;
  --bad: #a3261b;
  --bad-wash: #fbeae6;
  --sand: #e6d5b8;
  --stone: #cfc3b1;
  --slate: #5d6b6a;
  --shadow: 0 18px 50px rgb(50 38 20 / .2);
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif;
}

@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161412;
    --card: #211e1b;
    --ink: #f2ece3;
    --soft: #b5ab9d;
    --edge: #3b352e;
    --accent: #8fceb3;
    --on-accent: #10251c;
    --clay: #e58a61;
    --wash: #2b2621;
      --bad: #ffb0a3;
    --bad-wash: #3f1f1a;
    --sand: #b9a583;
    --stone: #857a6b;
    --slate: #8b9b99;
    --shadow: 0 18px 50px rgb(0 0 0 / .6);
  }
}

* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, sans-serif; }
h1, h2, h3, .logo { font-family: var(--serif); font-weight: 600; line-height: 1.15; }
a { color: var(--accent); text-underline-offset: .15em; }
button, textarea, input { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--clay); outline-offset: 2px; }
[hidden] { display: none !important; }

.wrap { width: min(1120px, 100% - 40px); margin-inline: auto; }
.hidden-label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip { position: absolute; left: -999px; padding: 10px 16px; background: var(--card); z-index: 5; }
.skip:focus { left: 12px; top: 12px; }

/* Page */

.notice-bar { margin: 0; padding: 8px 20px; background: var(--banner); color: #ffffff; text-align: center; font-size: .875rem; }
.bar { display: flex; align-items: center; gap: 28px; padding-block: 18px; }
.logo { font-size: 1.5rem; color: var(--ink); text-decoration: none; }
.logo span { color: var(--clay); font-style: italic; }
.bar nav { display: flex; gap: 22px; margin-left: auto; }
.bar nav a { color: var(--ink); text-decoration: none; }
.bar nav a:hover { text-decoration: underline; }
.plain { padding: 6px 16px; border: 1px solid var(--edge); border-radius: 99px; background: none; }
.plain:hover { border-color: var(--ink); }

.hero { display: grid; grid-template-columns: 1fr 1.05fr; gap: 48px; align-items: center; padding-block: 24px 56px; }
.eyebrow { margin: 0 0 10px; color: var(--clay); font-weight: 600; letter-spacing: .02em; }
h1 { margin: 0 0 16px; font-size: clamp(2.2rem, 5vw, 3.6rem); text-wrap: balance; }
.lead { margin: 0 0 24px; max-width: 44ch; color: var(--soft); font-size: 1.1rem; }
.chips { display: flex; flex-wrap: wrap; gap: 10px; margin: 0; }
.chips button, .suggestions button { padding: 7px 14px; border: 1px solid var(--accent); border-radius: 99px; background: none; color: var(--accent); text-align: left; }
.chips button:hover, .suggestions button:hover { background: var(--accent); color: var(--on-accent); }

.scene { width: 100%; height: auto; display: block; }
.wall { fill: var(--wash); }
.floor { fill: var(--sand); }
.frame { fill: var(--card); }
.sky { fill: #bcd6d8; }
.sun { fill: #f4cf7c; }
.hill { fill: #6f9a7d; }
.rug { fill: var(--clay); opacity: .35; }
.leg, .pole { fill: #7b5537; stroke: #7b5537; stroke-width: 5; stroke-linecap: round; }
.seat { fill: #2f6350; }
.seat-light { fill: #3c7862; }
.throw { fill: #ead9bb; }
.stripe { stroke: #b4532c; stroke-width: 4; }
.cushion { fill: #d98b52; }
.shade { fill: #e8b96a; }
.glow { fill: #f9dc8f; opacity: .22; }
.pot { fill: #b4532c; }
.leaf { fill: #4d8463; }

h2 { margin: 0 0 20px; font-size: 1.75rem; }
.goods { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 22px; margin: 0; padding: 0; list-style: none; }
.goods li { padding: 14px 14px 18px; border: 1px solid var(--edge); border-radius: 14px; background: var(--card); scroll-margin-top: 20px; }
.goods svg { width: 100%; height: auto; border-radius: 9px; background: var(--wash); }
.goods h3 { margin: 14px 0 2px; font-size: 1.05rem; }
.goods p { margin: 0; }
.what { color: var(--soft); font-size: .92rem; }
.price { display: inline-block; padding-top: 8px; font-weight: 600; }
.goods button { float: right; margin-top: 8px; padding: 0; border: 0; background: none; color: var(--accent); text-decoration: underline; text-underline-offset: .2em; font-size: .92rem; }
.c1 { fill: var(--sand); } .c2 { fill: var(--clay); opacity: .8; } .c3 { fill: var(--slate); }
.c4 { fill: var(--stone); } .c5 { fill: #c98a5b; } .c6 { fill: #3c7862; }
.line { fill: none; stroke: var(--ink); stroke-opacity: .35; stroke-width: 2.5; stroke-linecap: round; }
.ring { fill: none; stroke: var(--slate); stroke-width: 7; stroke-linecap: round; stroke-linejoin: round; }
.wide { stroke-width: 11; }

.promises { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 18px; margin-block: 48px; padding-block: 26px; border-block: 1px solid var(--edge); }
.promises p { margin: 0; color: var(--soft); }
.promises strong { display: block; color: var(--ink); font-family: var(--serif); font-size: 1.3rem; }
footer { padding-bottom: 96px; color: var(--soft); font-size: .92rem; }
.noscript { padding: 12px; border: 1px solid var(--bad); color: var(--bad); }

/* Chat */

.launcher { position: fixed; right: 24px; bottom: 24px; z-index: 3; display: flex; align-items: center; gap: 10px; padding: 13px 20px; border: 0; border-radius: 99px; background: var(--accent); color: var(--on-accent); box-shadow: var(--shadow); font-weight: 600; }
.launcher svg { width: 22px; fill: currentColor; }

.chat { position: fixed; right: 24px; bottom: 24px; z-index: 4; display: flex; flex-direction: column; width: 400px; height: min(740px, 100dvh - 48px); overflow: hidden; border: 1px solid var(--edge); border-radius: 18px; background: var(--card); box-shadow: var(--shadow); }
.chat header { display: flex; align-items: center; gap: 6px; padding: 14px 12px 14px 20px; background: var(--banner); color: #ffffff; }
.chat header div { flex: 1; }
.chat h2 { margin: 0; font-size: 1.15rem; }
.chat header p { margin: 0; font-size: .84rem; opacity: .85; }
.icon { display: grid; place-items: center; width: 40px; height: 40px; border: 0; border-radius: 50%; background: none; }
.icon:hover { background: rgb(128 128 128 / .3); }
.icon svg { width: 22px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }

.log { flex: 1; display: flex; flex-direction: column; gap: 10px; margin: 0; padding: 18px 16px; overflow-y: auto; overscroll-behavior: contain; list-style: none; }
.log > li { max-width: 90%; overflow-wrap: anywhere; }
.log > li:first-child { margin-top: auto; }
.bubble { padding: 10px 14px; border-radius: 16px; }
.me { align-self: flex-end; }
.me .bubble { border-bottom-right-radius: 5px; background: var(--accent); color: var(--on-accent); white-space: pre-wrap; }
.me mark { border-radius: 3px; background: var(--mark); color: #2b2210; }
.shop { align-self: flex-start; }
.shop .bubble { border-bottom-left-radius: 5px; background: var(--wash); }
.bubble p, .bubble ul, .bubble ol { margin: 0 0 8px; }
.bubble > :last-child { margin-bottom: 0; }
.bubble ul, .bubble ol { padding-left: 20px; }
.bubble ul { list-style: disc; }
.aside { align-self: center; color: var(--soft); font-size: .86rem; text-align: center; }
.error .bubble { border: 1px solid currentColor; background: var(--bad-wash); color: var(--bad); }
.error button { display: block; margin-top: 8px; padding: 4px 14px; border: 1px solid currentColor; border-radius: 99px; background: none; }
.suggestions { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; font-size: .92rem; }

.order { margin-top: 8px; padding: 12px 14px; border: 1px solid var(--edge); border-radius: 14px; background: var(--card); }
.order-head { display: flex; justify-content: space-between; gap: 12px; align-items: center; font-weight: 600; }
.status { padding: 2px 10px; border-radius: 99px; background: var(--accent); color: var(--on-accent); font-size: .82rem; }
.status.closed { background: var(--stone); color: #1d1a16; }
.status.waiting { background: var(--clay); color: var(--paper); }
.steps { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4px; margin: 12px 0 2px; padding: 0; list-style: none; color: var(--soft); font-size: .78rem; }
.steps li { padding-top: 6px; border-top: 4px solid var(--edge); }
.steps .done { border-color: var(--accent); color: var(--ink); }
.order dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 10px 0 0; font-size: .88rem; line-height: 1.4; }
.order dt { color: var(--soft); }
.order dd { margin: 0; }
.why { margin: 6px 0 0; padding: 8px 12px; border-left: 3px solid var(--clay); color: var(--soft); font: .8rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
.why b { color: var(--ink); }
.chat:not(.explaining) .why { display: none; }
.chat:not(.explaining) mark { background: none; color: inherit; }

.typing .bubble { display: flex; gap: 5px; padding-block: 15px; }
.typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--soft); animation: nod 1s infinite alternate; }
.typing i:nth-child(2) { animation-delay: .2s; }
.typing i:nth-child(3) { animation-delay: .4s; }
@keyframes nod { to { opacity: .2; } }

.chat form { padding: 8px 14px 14px; border-top: 1px solid var(--edge); }
.options { display: flex; justify-content: space-between; min-height: 28px; color: var(--soft); font-size: .84rem; }
.options label { display: flex; gap: 7px; align-items: center; cursor: pointer; }
.options input { accent-color: var(--accent); }
#count.over { color: var(--bad); font-weight: 600; }
.line-in { display: flex; gap: 8px; align-items: flex-end; }
.line-in textarea { flex: 1; max-height: 130px; padding: 10px 14px; border: 1px solid var(--edge); border-radius: 14px; background: var(--paper); resize: none; line-height: 1.4; }
.line-in textarea:focus-visible { border-color: var(--accent); outline: 2px solid var(--accent); outline-offset: -1px; }
#send { display: grid; place-items: center; width: 44px; height: 44px; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
#send svg { width: 20px; fill: currentColor; }
#send[aria-disabled="true"] { opacity: .5; }

@media (max-width: 760px) {
  .hero { grid-template-columns: 1fr; gap: 28px; padding-bottom: 40px; }
  .bar { gap: 14px; }
  .bar nav { display: none; }
  .bar .plain { margin-left: auto; }
  .goods { grid-template-columns: repeat(2, 1fr); gap: 12px; }
  .goods button { float: none; display: block; }
}

@media (max-width: 560px) {
  .chat { inset: 0; width: auto; height: 100dvh; border: 0; border-radius: 0; }
  .line-in textarea { font-size: 16px; }
}

@media (prefers-reduced-motion: reduce) {
  html { scroll-behavior: auto; }
  .typing i { animation: none; }
}

"""##)

  package static let script = StorefrontFile(
    path: "/storefront.js", contentType: "text/javascript; charset=utf-8",
    etag: "\"64e04d5d134fbd1a3aec8f648fda5f9f\"",
    body: ##"""
// The chat panel of the demo storefront: sends what the shopper types to POST /v1/chat and shows the
// reply. Text from the server becomes text nodes and a few known elements, never markup.
const LONGEST = 2000; // code points, as in the contract of /v1/chat
const TIMEOUT = 15000; // milliseconds
const KEPT_TURNS = 60;

const part = (id) => document.getElementById(id);
const [panel, launcher, log, form, field, send] =
  ["chat", "launcher", "log", "form", "message", "send"].map(part);
const explainSwitch = part("explain");

let context = null; // sealed by the server, handed back with the next message
let turns = []; // what the panel shows, so that a reload shows it again
let busy = false;
let generation = 0; // counts conversations: a reply to an older one is dropped
let opener = launcher;

// Small helpers

function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function button(label, action) {
  const node = element("button", "", label);
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}

function safeLink(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function link(label, address) {
  const target = safeLink(address);
  if (!target) return document.createTextNode(label);
  const node = element("a", "", label);
  node.href = target;
  if (target.startsWith("http")) {
    node.target = "_blank";
    node.rel = "noopener noreferrer";
  }
  return node;
}

function stored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function store() {
  turns = turns.slice(-KEPT_TURNS);
  try {
    sessionStorage.setItem("parley.context", JSON.stringify(context));
    sessionStorage.setItem("parley.turns", JSON.stringify(turns));
    sessionStorage.setItem("parley.explain", JSON.stringify(explainSwitch.checked));
  } catch {
    // Storage is full or forbidden: the conversation still works until the page is left.
  }
}

// The small Markdown of replies: **bold**, *slanted*, [links](…), lists and paragraphs

const INLINE = /\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^()\s]+)\)/g;

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, slanted, label, address] = match;
    nodes.push(text.slice(from, match.index));
    if (bold) nodes.push(element("strong", "", ...inline(bold)));
    else if (slanted) nodes.push(element("em", "", slanted));
    else nodes.push(link(label, address));
    from = match.index + whole.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}

function markdown(text) {
  const blocks = [];
  let open = null; // the paragraph or list that the next line may continue
  for (const line of text.split("\n")) {
    const item = /^\s*(?:[-*•]|(\d+)[.)])\s+(.*)$/.exec(line);
    if (item) {
      const kind = item[1] ? "OL" : "UL";
      if (open?.tagName !== kind) blocks.push((open = element(kind.toLowerCase())));
      open.append(element("li", "", ...inline(item[2])));
    } else if (line.trim() === "") {
      open = null;
    } else if (open?.tagName === "P") {
      open.append(element("br"), ...inline(line));
    } else {
      blocks.push((open = element("p", "", ...inline(line))));
    }
  }
  return blocks;
}

// Order cards

const STATUS = {
  pending: "Waiting for payment", paid: "Paid", processing: "Being packed", on_hold: "On hold",
  partially_shipped: "Partly on its way", shipped: "On its way", delivered: "Delivered",
  cancelled: "Cancelled", returned: "Returned", refunded: "Refunded",
};
const STATUS_LOOK = {
  pending: "waiting", on_hold: "waiting", cancelled: "closed", returned: "closed", refunded: "closed",
};

function day(time) {
  const date = new Date(time);
  if (!time || Number.isNaN(date.getTime())) return "";
  return date.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "long" });
}

function facts(card) {
  const list = element("dl");
  const add = (name, ...value) => list.append(element("dt", "", name), element("dd", "", ...value));
  add("Ordered", day(card.placed_at));
  if (card.delivered_at) add("Delivered", day(card.delivered_at));
  else if (card.eta) add("Expected", day(card.eta));
  if (card.carrier) add("Carrier", card.carrier);
  for (const parcel of card.tracking ?? []) {
    add("Tracking", parcel.url ? link(parcel.number, parcel.url) : parcel.number);
  }
  for (const item of card.items ?? []) add(`${item.quantity} ×`, item.name);
  return list;
}

function steps(card) {
  const reached = { paid: 1, processing: 1, partially_shipped: 2, shipped: 2, delivered: 3 }[card.status];
  if (!reached) return "";
  const list = element("ol", "steps");
  ["Paid", "On its way", "Delivered"].forEach((name, index) => {
    list.append(element("li", index < reached ? "done" : "", name));
  });
  return list;
}

function orderCard(card) {
  const status = element("span", `status ${STATUS_LOOK[card.status] ?? ""}`, STATUS[card.status] ?? card.status);
  const number = String(card.number).replace(/^#?/, "#");
  return element("div", "order",
    element("div", "order-head", element("span", "", `Order ${number}`), status), steps(card), facts(card));
}

// Why: intent, confidence, source and the words that decided

function why(turn) {
  const { intent, explain } = turn;
  const lines = element("p", "why");
  const name = intent.name ?? (intent.source === "clarify" ? "asked back" : "not understood");
  lines.append(element("b", "", name), ` · ${Math.round(intent.confidence * 100)}% · ${intent.source}`);
  const add = (label, value) => value && lines.append(element("br"), `${label}: ${value}`);
  add("rule", explain?.rule);
  add("span", explain?.span && `“${explain.span.text}” (${explain.span.start}–${explain.span.end})`);
  add("nearest", explain?.nearest);
  add("terms", (explain?.terms ?? []).slice(0, 5).map((term) => term.text).join(", "));
  add("entry", explain?.faq?.id ?? turn.faq_id);
  add("took", (explain?.identifiers ?? []).map((found) => `${found.kind} ${found.value}`).join(", "));
  add("flow", explain?.flow && `${explain.flow.name} → ${explain.flow.step}`);
  const second = explain?.runner_up;
  add("runner-up", second && `${second.name} (${Math.round(second.score * 100)}%)`);
  return lines;
}

function marked(text, span) {
  if (!span) return [text];
  const points = Array.from(text);
  const cut = (from, to) => points.slice(from, to).join("");
  return [cut(0, span.start), element("mark", "", cut(span.start, span.end)), cut(span.end)];
}

// The log

const NOTICES = {
  context_invalid: "That conversation had ended, so this is a new one.",
  flow_changed: "Something changed on our side. We kept what you had told us.",
};

function show(turn) {
  const row = element("li", turn.who);
  if (turn.who === "aside") {
    row.append(turn.text);
  } else if (turn.who === "me") {
    row.append(element("div", "bubble", ...marked(turn.text, turn.span)));
  } else {
    row.append(element("div", "bubble", ...markdown(turn.text)));
    for (const card of turn.cards ?? []) if (card.type === "order") row.append(orderCard(card));
    if (turn.intent) row.append(why(turn));
    if (turn.suggestions?.length) {
      row.append(element("div", "suggestions", ...turn.suggestions.map((text) => button(text, () => ask(text)))));
    }
  }
  log.append(row);
  return row;
}

function add(turn) {
  // Suggestions belong to the newest reply only.
  log.querySelectorAll(".suggestions").forEach((old) => old.remove());
  turns.forEach((old) => delete old.suggestions);
  turns.push(turn);
  const row = show(turn);
  store();
  scrollTo(row);
  return row;
}

function scrollTo(row) {
  const fits = row.offsetHeight < log.clientHeight - 80;
  log.scrollTop = fits ? log.scrollHeight : row.offsetTop - log.offsetTop - 60;
}

function greet() {
  add({
    who: "shop",
    text: "Hello! Ask me about an **order**, **delivery**, **returns** or anything we sell.",
    suggestions: ["Where is my order?", "What are the delivery costs?", "Talk to a person"],
  });
}

function complain(text, again) {
  const row = element("li", "shop error", element("div", "bubble", text));
  if (again) {
    row.firstChild.append(button("Try again", () => {
      if (busy) return;
      row.remove();
      exchange(again);
    }));
  }
  log.append(row);
  scrollTo(row);
}

// Talking to the server

// What went wrong, in words for the shopper; `final` when the same message can never succeed.
class Trouble extends Error {
  constructor(words, final = false) {
    super(words);
    this.final = final;
  }
}

async function describe(response) {
  const problem = await response.json().catch(() => ({}));
  const wait = Number(response.headers.get("Retry-After"));
  switch (response.status) {
    case 413:
      return `That message is too long for us. Please keep it under ${LONGEST.toLocaleString("en")} characters.`;
    case 429:
      return `You are faster than we are. Please wait ${wait > 0 ? `${wait} seconds` : "a moment"} and try again.`;
    case 400:
      return "We could not read that message. Please put it in other words.";
    case 502: case 503: case 504:
      return "The shop's help is starting up or very busy. Please try again in a moment.";
    default:
      return problem.title ? `Something went wrong on our side (${problem.title}).` : "Something went wrong on our side.";
  }
}

async function post(message) {
  let response;
  try {
    response = await fetch("/v1/chat", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message, explain: explainSwitch.checked, ...(context && { context }) }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch (error) {
    if (error.name === "TimeoutError") throw new Trouble("We did not get an answer in time. Please try again.");
    throw new Trouble(navigator.onLine === false
      ? "You seem to be offline. Your message is kept; try again when you are connected."
      : "We cannot reach the shop at the moment. Please try again.");
  }
  if (!response.ok) throw new Trouble(await describe(response), [400, 413].includes(response.status));
  try {
    return await response.json();
  } catch {
    throw new Trouble("We got an answer that we could not read. Please try again.");
  }
}

function receive(answer, question) {
  context = answer.context;
  if (answer.notice) add({ who: "aside", text: NOTICES[answer.notice] ?? answer.notice });
  if (answer.explain?.span) {
    question.turn.span = answer.explain.span;
    question.row.firstChild.replaceChildren(...marked(question.turn.text, answer.explain.span));
  }
  const { text, cards, suggestions } = answer.reply;
  const { intent, explain, faq_id } = answer;
  add({ who: "shop", text, cards, suggestions, intent, explain, faq_id });
  if (answer.state === "waiting") add({ who: "aside", text: "A colleague will join this conversation." });
}

async function exchange(question) {
  setBusy(true);
  const started = generation;
  const typing = element("li", "shop typing", element("div", "bubble", element("i"), element("i"), element("i")));
  typing.setAttribute("aria-hidden", "true");
  const soon = setTimeout(() => { log.append(typing); scrollTo(typing); }, 250);
  const current = () => started === generation;
  try {
    const answer = await post(question.turn.text);
    typing.remove();
    if (current()) receive(answer, question);
  } catch (error) {
    typing.remove();
    const known = error instanceof Trouble;
    if (current()) complain(known ? error.message : "Something went wrong on this page.", !error.final && question);
    if (!known) console.error(error);
  } finally {
    clearTimeout(soon);
    typing.remove();
    if (current()) setBusy(false);
  }
}

function ask(text) {
  const message = text.trim();
  if (busy || message === "") return;
  open();
  const turn = { who: "me", text: message };
  exchange({ turn, row: add(turn) });
  field.focus();
}

function setBusy(value) {
  busy = value;
  send.setAttribute("aria-disabled", String(value));
  log.setAttribute("aria-busy", String(value));
}

// Panel and field

function open() {
  if (!panel.hidden) return;
  panel.hidden = false;
  launcher.hidden = true;
  launcher.setAttribute("aria-expanded", "true");
  if (turns.length === 0) greet();
  log.scrollTop = log.scrollHeight;
  field.focus();
}

function close() {
  panel.hidden = true;
  launcher.hidden = false;
  launcher.setAttribute("aria-expanded", "false");
  (opener.isConnected && !opener.hidden ? opener : launcher).focus();
}

function restart() {
  generation += 1;
  context = null;
  turns = [];
  log.replaceChildren();
  setBusy(false);
  greet();
  field.focus();
}

function measure() {
  const length = Array.from(field.value).length;
  const left = LONGEST - length;
  part("count").textContent = left > 200 ? "" : left >= 0 ? `${left} left` : `${-left} too many`;
  part("count").classList.toggle("over", left < 0);
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
  return left >= 0;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (busy || field.value.trim() === "") return;
  if (!measure()) {
    complain(`Please keep the message under ${LONGEST.toLocaleString("en")} characters.`);
    return;
  }
  const text = field.value;
  field.value = "";
  measure();
  ask(text);
});

field.addEventListener("input", measure);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

explainSwitch.addEventListener("change", () => {
  panel.classList.toggle("explaining", explainSwitch.checked);
  store();
});

launcher.addEventListener("click", () => { opener = launcher; open(); });
part("close").addEventListener("click", close);
part("restart").addEventListener("click", restart);
for (const node of document.querySelectorAll("[data-open-chat], [data-ask]")) {
  node.addEventListener("click", () => {
    opener = node;
    open();
    if (node.dataset.ask) ask(node.dataset.ask);
  });
}

context = stored("parley.context");
turns = Array.isArray(stored("parley.turns")) ? stored("parley.turns") : [];
explainSwitch.checked = stored("parley.explain") === true;
panel.classList.toggle("explaining", explainSwitch.checked);
turns.forEach(show);

"""##)
}
