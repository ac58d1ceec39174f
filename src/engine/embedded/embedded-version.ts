/** Of the embedded runtime: part of the instrument, so it changes whenever what it measures may. */
export const EMBEDDED_VERSION = '0.1.0';
