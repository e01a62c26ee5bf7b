// Reports once whether this browser draws WebGL in hardware: software WebGL is too slow for a map,
// and a phone's width shows the whole country only on the plain one.
export default function ({ data, setStateValue }) {
  document.documentElement.lang = data.lang;
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  setStateValue("webgl", context && window.innerWidth >= 768 ? "yes" : "no");
}
