/** Name of every role session that the sandbox opens. Policies adapted to the emulator spell it. */
export const sessionName = 'strongroom-sandbox';
