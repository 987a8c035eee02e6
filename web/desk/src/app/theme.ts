import { createTheme, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#eeedfb",
  "#dad8f6",
  "#b9b5ee",
  "#aaa5f7",
  "#7f78e3",
  "#5f56d8",
  "#4f46c8",
  "#4138b0",
  "#352e92",
  "#2a2474",
];

// Neutrals with a little warmth, so that long hours of text do not look like a spreadsheet.
const gray: MantineColorsTuple = [
  "#faf9f7",
  "#f3f1ed",
  "#e7e4de",
  "#d5d1c9",
  "#c3beb4",
  "#8f897e",
  "#68635b",
  "#4d4943",
  "#35322d",
  "#22201c",
];

const dark: MantineColorsTuple = [
  "#eceae5",
  "#c9c5bd",
  "#a39e94",
  "#8e887d",
  "#45423b",
  "#33312c",
  "#262521",
  "#1b1a18",
  "#171614",
  "#121110",
];

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 5 },
  colors: { accent, gray, dark },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "18px", md: "20px", lg: "24px", xl: "28px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "md",
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  headings: { fontWeight: "600" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "md" } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.4 },
      },
    },
    // The placeholder is a focusable child that a menu may not have; without it the first item has the focus.
    Menu: {
      defaultProps: { transitionProps: { duration: 80 }, shadow: "md", withInitialFocusPlaceholder: false },
    },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, transitionProps: { duration: 80 } } },
    Drawer: {
      defaultProps: { transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.25 } },
    },
  },
});
