import type { Framework } from '../../model/framework.ts';

/** Every framework that controls are mapped to, in the order of reports. */
export const frameworks: readonly Framework[] = [];
