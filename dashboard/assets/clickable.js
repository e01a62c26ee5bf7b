// Shows HTML made on the server; sends data-pick on a click, shows data-tip beside the pointer.
// Tooltips are set as text, never as HTML.
export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".sy-host");
  if (host.shownHtml !== data.html) {
    host.innerHTML = data.html;
    host.shownHtml = data.html;
  }
  host.onclick = (event) => {
    const target = event.target.closest("[data-pick]");
    if (!target || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setTriggerValue("picked", target.dataset.pick);
  };

  // one tip in the whole page: what is drawn anew, or taken away with the pointer on it, leaves none behind
  let tip = null;
  const hide = () => { document.querySelectorAll(".sy-tip").forEach((one) => one.remove()); tip = null; };
  hide();
  host.onpointermove = (event) => {
    const target = event.target.closest("[data-tip]");
    if (!target) { hide(); return; }
    if (!tip?.isConnected) {
      tip = document.createElement("div");
      tip.className = "sy-tip";
      document.body.appendChild(tip);
    }
    tip.textContent = target.dataset.tip;
    const left = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8);
    const below = event.clientY + 18 + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${below ? event.clientY + 18 : event.clientY - tip.offsetHeight - 10}px`;
  };
  host.onpointerleave = hide;

  const shown = host.querySelector("[data-show]");
  let settling = 0;
  if (shown && host.dataset.seen !== shown.dataset.show) {
    settling = setInterval(() => { // what is drawn above it meanwhile would push it off a phone's screen
      if (document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState !== "notRunning") return;
      clearInterval(settling);
      host.dataset.seen = shown.dataset.show;
      shown.scrollIntoView({ block: "nearest" });
    }, 50);
  }
  return () => { hide(); clearInterval(settling); };
}
