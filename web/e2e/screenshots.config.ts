import base from "./playwright.config";

/** `make screenshots`: every screen of a demonstration, as a designer looks at it. */
export default { ...base, testDir: "screenshots", outputDir: "results/screenshots", workers: 1 };
