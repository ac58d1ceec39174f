/** By environment, never by argv: a process list shows argv to everybody on the machine. */
export const TOKEN_VARIABLE = 'EVENKEEL_LOCAL_TOKEN';
export const STATE_VARIABLE = 'EVENKEEL_LOCAL_STATE';
