// The ways in which readers look at a page. Each is a group of what is set when the page is opened, and the looks that can
// be changed while it stays open, so that a page is not loaded again for every colour scheme.

/**
 * @typedef {object} Look
 * @property {string} name
 * @property {object} media what `page.emulateMedia` is given
 * @property {string[]} [without] rules of axe that say nothing there
 * @property {string[]} [only] the rules of axe that are asked, where not all are
 */

/**
 * @typedef {object} Mode
 * @property {string} name
 * @property {object} context what a context of the browser is opened with
 * @property {boolean} [scripts] whether the scripts of the page run; yes where nothing is said
 * @property {number} [text] the reader's size of letters in pixels, where it is not the browser's own 16
 * @property {Look[]} looks
 */

const AS_IS = { colorScheme: "light", media: "screen", forcedColors: "none", contrast: "no-preference" };
const LIGHT = { name: "light", media: AS_IS };
// What follows on a page that is open changes its colours and nothing else, so only those rules are asked again.
const COLOURS = ["color-contrast", "link-in-text-block"];
const DARK = { name: "dark", media: { ...AS_IS, colorScheme: "dark" }, only: COLOURS };

/** @type {Mode[]} */
export const MODES = [
  {
    name: "1280 px",
    context: { viewport: { width: 1280, height: 900 } },
    looks: [
      LIGHT,
      DARK,
      // The browser paints with the reader's colours and still tells axe those of the sheet, so contrast cannot be asked.
      {
        name: "forced colours",
        media: { ...AS_IS, forcedColors: "active" },
        without: ["color-contrast", "link-in-text-block"],
      },
      { name: "more contrast", media: { ...AS_IS, contrast: "more" }, only: COLOURS },
      { name: "more contrast, dark", media: { ...AS_IS, contrast: "more", colorScheme: "dark" }, only: COLOURS },
      // Nobody follows a link or moves by headings on paper; a form is printed without the page around it.
      {
        name: "print",
        media: { ...AS_IS, media: "print" },
        without: ["link-in-text-block", "page-has-heading-one"],
      },
    ],
  },
  { name: "320 px", context: { viewport: { width: 320, height: 700 } }, looks: [LIGHT, DARK] },
  { name: "text at 200 %", context: { viewport: { width: 1280, height: 900 } }, text: 32, looks: [LIGHT] },
  { name: "without scripts", context: { viewport: { width: 1280, height: 900 } }, scripts: false, looks: [LIGHT] },
];
