// Reports once whether this browser draws WebGL in hardware: software WebGL is too slow for a map.
export default function ({ setStateValue }) {
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  setStateValue("webgl", context ? "yes" : "no");
}
