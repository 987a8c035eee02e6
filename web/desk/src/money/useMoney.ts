import { useCallback } from "react";
import { useIntl } from "react-intl";

const MICROS = 1_000_000;
/** Below this, hundredths do not tell it. */
const SMALL_MICROS = 100_000;

/** Amounts in millionths, in a currency or, where none is set, as numbers. */
export function useMoney(currency: string | null): (micros: number | null | undefined) => string {
  const intl = useIntl();
  return useCallback(
    (micros) => {
      if (micros === null || micros === undefined) return "–";
      const isSmall = micros !== 0 && Math.abs(micros) < SMALL_MICROS;
      return intl.formatNumber(micros / MICROS, {
        ...(currency
          ? { style: "currency", currency }
          : { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
        ...(isSmall && { maximumFractionDigits: 4 }),
      });
    },
    [intl, currency],
  );
}
