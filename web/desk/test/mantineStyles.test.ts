import { expect, it } from "vitest";

const sources = import.meta.glob<string>("../src/**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const styles = import.meta.glob("../../node_modules/@mantine/core/styles/*.layer.css", { query: "?url" });

it("every component of Mantine that is used has its styles", () => {
  const loaded = sources["../src/app/mantine.ts"] ?? "";
  const used = new Set<string>();
  for (const text of Object.values(sources)) {
    for (const [, names = ""] of text.matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)) {
      for (const name of names.split(",")) used.add(name.trim());
    }
  }
  const withStyles = [...used].filter(
    (name) => `../../node_modules/@mantine/core/styles/${name}.layer.css` in styles,
  );
  expect(withStyles).toContain("Button");
  expect(withStyles.filter((name) => !loaded.includes(`/${name}.layer.css"`))).toEqual([]);
});
