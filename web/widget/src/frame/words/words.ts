import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { chooseLanguage, type Message, type Params, phrase, type Reader } from "../../words/phrase";
import { en } from "./en";
import { ru } from "./ru";
import { zh } from "./zh";

type Key = keyof typeof en;
export type Words = Record<Key, Message>;

export const FRAME_WORDS = { en, zh, ru } satisfies Record<string, Words>;

export type FrameReader = Reader<keyof typeof FRAME_WORDS>;

/** What a view needs to speak: messages, and the reader's way to write times. */
export interface Speech extends FrameReader {
  say(key: Key, params?: Params): string;
}

export function frameReader(wanted: readonly string[]): FrameReader {
  return chooseLanguage(["en", "zh", "ru"], wanted);
}

export function speech(reader: FrameReader): Speech {
  const book: Words = FRAME_WORDS[reader.language];
  return { ...reader, say: (key, params) => phrase(book[key], reader.locale, params) };
}

export const SpeechContext = createContext<Speech>(speech({ language: "en", locale: "en" }));

export function useSpeech(): Speech {
  return useContext(SpeechContext);
}
