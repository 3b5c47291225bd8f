/* The page's numbers, and how they are written: as in the pictures beside the page. */
"use strict";
const espalier = {};

/* Four digits that count; as a power of ten where that is shorter. */
espalier.text = function (number) {
  if (number === null || number === undefined || Number.isNaN(number)) return "";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  const size = Math.abs(number);
  if (Number.isInteger(number) && size < 1e6) return String(number);
  if (size < 1e-3 || size >= 1e6) {
    return number.toExponential(2).replace(/\.?0*e/, "e").replace("e+", "e");
  }
  const digits = Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(size))));
  const fixed = number.toFixed(digits);
  return fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
};

espalier.cut = (text, length) => (text.length <= length ? text : text.slice(0, length - 1) + "…");
