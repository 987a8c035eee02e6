const VOLUME = 0.12;
const TONES: { hertz: number; at_s: number }[] = [
  { hertz: 660, at_s: 0 },
  { hertz: 880, at_s: 0.14 },
];
const TONE_S = 0.12;

let audio: AudioContext | undefined;

/** Two short rising tones. Silent until the person has touched the page: browsers ask for that. */
export function beep() {
  if (!navigator.userActivation.hasBeenActive) return;
  audio ??= new AudioContext();
  const { currentTime, destination } = audio;
  for (const { hertz, at_s } of TONES) {
    const start = currentTime + at_s;
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    oscillator.frequency.value = hertz;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(VOLUME, start + 0.02);
    gain.gain.linearRampToValueAtTime(0, start + TONE_S);
    oscillator.connect(gain).connect(destination);
    oscillator.start(start);
    oscillator.stop(start + TONE_S);
  }
}
