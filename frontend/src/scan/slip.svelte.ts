/** The payment slip that was scanned and is to be paid now. */
let scanned = $state<string>();

/** The code that was scanned; undefined when none is open. */
export const scannedSlip = (): string | undefined => scanned;

/** Opens the payment of a slip over any screen. */
export const openSlip = (code: string): void => {
  scanned = code.trim();
};

/** Closes it. */
export const closeSlip = (): void => {
  scanned = undefined;
};
