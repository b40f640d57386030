/** 0: done. 1: a threshold that was asked for is broken. 2: the work could not be done. */
export const exitStatus = { done: 0, thresholdBroken: 1, notDone: 2 } as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
