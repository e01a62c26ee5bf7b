// Streamlit's own words, which it has in English only, in the language of the page.
const OWN = ["stSkipToContent", "InputInstructions", "stStatusWidget", "stTooltipContent", "stException", "stFileUploader"]
  .map((id) => `[data-testid="${id}"]`).concat("[role=dialog]", "[role=listbox]", "[data-live-announcer]").join();
const NAMED = ["aria-label", "placeholder"];

// {x} stands for what is filled in: a number, a name.
function translator(words) {
  const patterns = Object.entries(words).map(([from, to]) => {
    const parts = from.split("{x}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return [new RegExp(`^${parts.join("(.+)")}$`), to];
  });
  return (text) => {
    for (const [pattern, to] of patterns) {
      const found = text.match(pattern);
      if (found) return to.replace("{x}", () => found[1]);
    }
    return text;
  };
}

function speak(translate, lost) {
  for (const own of document.querySelectorAll(OWN)) {
    const texts = document.createTreeWalker(own, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const said = translate(texts.currentNode.data);
      if (said !== texts.currentNode.data) texts.currentNode.data = said;
    }
  }
  for (const name of NAMED) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const said = translate(element.getAttribute(name));
      if (said !== element.getAttribute(name)) element.setAttribute(name, said);
    }
  }
  // the app has no dialogs: one is always Streamlit's, that the server does not answer, for one reason or another
  for (const title of document.querySelectorAll("[role=dialog] h2")) title.nextElementSibling?.setAttribute("data-say", lost);
  group();
}

// Streamlit puts the headings of the navigation into its <ul>, which may hold entries only: each section is made a
// named group of links instead.
function group() {
  const entries = '[data-testid="stSidebarNavItems"]';
  for (const part of document.querySelectorAll(`${entries}, ${entries} li`)) part.setAttribute("role", "none");
  for (const title of document.querySelectorAll(`${entries} header p`)) {
    const section = title.closest("header").parentElement;
    section.setAttribute("role", "group");
    section.setAttribute("aria-label", title.textContent);
  }
}
