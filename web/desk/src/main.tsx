import "@fontsource-variable/inter/wght.css";
import "./app/mantine";
import "./app/tokens.css";
import "./app/mantine.css";
import "./app/global.css";
import "./app/touch.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
