// Reports once whether this browser draws WebGL in hardware: software WebGL is too slow for a map,
// and a phone's width shows the whole country only on the plain one. Also tells the browser the
// language of the page, and says Streamlit's own few words in it.
const SOFTWARE = /swiftshader|llvmpipe|software|basic render/i;

function drawsInHardware() {
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const names = context.getExtension("WEBGL_debug_renderer_info");
  return !(names && SOFTWARE.test(context.getParameter(names.UNMASKED_RENDERER_WEBGL)));
}

function speak(data) {
  const skip = document.querySelector('[data-testid="stSkipToContent"]');
  if (skip && skip.textContent !== data.skip) skip.textContent = data.skip;
  for (const element of document.querySelectorAll("[aria-label]")) {
    const word = data.words[element.getAttribute("aria-label")];
    if (word && word !== element.getAttribute("aria-label")) element.setAttribute("aria-label", word);
  }
}

export default function ({ data, setStateValue }) {
  document.documentElement.lang = data.lang;
  speak(data);
  // Streamlit redraws its own frame when it likes, and says its words in English again
  let waiting = 0;
  const again = new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => speak(data), 100);
  });
  again.observe(document.body, { childList: true, subtree: true });
  if (!data.known) setStateValue("webgl", drawsInHardware() && window.innerWidth >= 768 ? "yes" : "no");
  return () => { again.disconnect(); clearTimeout(waiting); };
}
