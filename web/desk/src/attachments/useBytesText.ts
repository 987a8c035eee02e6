import { useIntl } from "react-intl";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size as the reader writes it: "1.2 MB". */
export function useBytesText(): (bytes: number) => string {
  const intl = useIntl();
  return (bytes) => {
    const place = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
    const size = bytes / 1024 ** place;
    return intl.formatNumber(size, {
      style: "unit",
      unit: UNITS[place],
      unitDisplay: place === 0 ? "long" : "short",
      maximumFractionDigits: size < 10 && place > 1 ? 1 : 0,
    });
  };
}
