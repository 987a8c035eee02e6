export { type Transcript, type TranscriptLine, transcriptHtml, transcriptName } from "./html";
export { saveHtml } from "./save";
