// Reports once whether this browser draws WebGL in hardware: software WebGL is too slow for a map,
// and a phone's width shows the whole country only on the plain one. Also tells the browser the
// language of the page, and says Streamlit's own words in it (words.js).
const SOFTWARE = /swiftshader|llvmpipe|software|basic render/i;

function drawsInHardware() {
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const names = context.getExtension("WEBGL_debug_renderer_info");
  return !(names && SOFTWARE.test(context.getParameter(names.UNMASKED_RENDERER_WEBGL)));
}

// An answer starts a run of the page that is shown. Sent just after a reader's step to another page it
// would take that step back, so it waits until no run is under way and nothing was clicked, and Back not
// pressed, a moment ago.
const QUIET = 1000;
let touched = -QUIET;
for (const kind of ["pointerdown", "keydown", "popstate"]) {
  window.addEventListener(kind, () => { touched = performance.now(); }, { capture: true, passive: true });
}

function atRest() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testScriptState === "notRunning" && performance.now() - touched > QUIET;
}

// On a phone Streamlit closes the sidebar once a page is chosen, in a narrow window it leaves it over the page.
window.addEventListener("click", (event) => {
  if (window.innerWidth >= 768 || !event.target.closest('[data-testid="stSidebarNavLink"]')) return;
  const open = '[data-testid="stSidebar"][data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button';
  setTimeout(() => document.querySelector(open)?.click());
}, { capture: true });

// Back shows a view where it was left, so that the figures of a place can be read one after another.
const left = new Map();
let returning = 0;
const main = () => document.querySelector('[data-testid="stMain"]');
for (const kind of ["pointerdown", "keydown", "wheel"]) {
  window.addEventListener(kind, () => {
    clearInterval(returning);
    if (main()) left.set(location.href, main().scrollTop);
  }, { capture: true, passive: true });
}
window.addEventListener("popstate", () => {
  clearInterval(returning);
  const top = left.get(location.href);
  if (!top) return;
  const since = performance.now(); // a quick run may begin and end unseen
  let ran = false, held = 0;
  const app = document.querySelector('[data-testid="stApp"]');
  const state = "data-test-script-state";
  const watch = new MutationObserver(() => { ran = true; watch.disconnect(); });
  watch.observe(app, { attributes: true, attributeFilter: [state] });
  returning = setInterval(() => {
    const waited = performance.now() - since;
    if (!(ran || waited > 500) || app.getAttribute(state) !== "notRunning") return;
    held = Math.abs(main().scrollTop - top) < 2 ? held + 1 : 0;
    main().scrollTop = top; // as far as the page is drawn; it may still be put back to its head
    if (held > 10 || waited > 10_000) clearInterval(returning);
  }, 30);
}, { capture: true }); // before Streamlit's own, which changes the address

// A page opens under its bare address and gets its parameters when it is drawn, and loses them first when
// a button leads on to another page. These are one view, so they are one entry of the history: else Back
// would lead to the bare address, and from there on again.
function joinEntries() {
  if (history.joined) return;
  history.joined = true;
  const push = history.pushState;
  history.pushState = function (entry, title, url) {
    const next = new URL(url ?? location.href, location.href);
    const same = next.pathname === location.pathname;
    if (same && next.search === "") return undefined;
    const bare = location.search === "" && (same || location.pathname === "/");
    return bare ? history.replaceState(entry, title, url) : push.call(history, entry, title, url);
  };
}

export default function ({ data, setStateValue }) {
  document.documentElement.lang = data.lang;
  joinEntries();
  const translate = translator(data.words);
  speak(translate, data.lost);
  // Streamlit redraws its own frame when it likes, and says its words in English again
  let waiting = 0;
  const tend = () => {
    waiting = 0;
    speak(translate, data.lost);
  };
  const again = new MutationObserver(() => { waiting ||= setTimeout(tend, 100); }); // also while a bar moves on
  again.observe(document.body, { childList: true, characterData: true, subtree: true });
  if (data.known) document.documentElement.dataset.known = "webgl";
  const asking = data.known ? 0 : setInterval(() => {
    if (!atRest()) return;
    clearInterval(asking);
    setStateValue("webgl", drawsInHardware() && window.innerWidth >= 768 ? "yes" : "no");
  }, 100);
  return () => { again.disconnect(); clearTimeout(waiting); clearInterval(asking); };
}
