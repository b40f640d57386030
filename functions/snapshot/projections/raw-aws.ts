import * as z from 'zod';
import { listOf, maybe } from '../../model/kube-schema.ts';

/*
 * Shapes that several answers of AWS share. They come from the client, which makes dates of times, or
 * from the files of the aws CLI, which writes them as text, and in its version 1 as seconds.
 */

/** `health` of a cluster, an add-on or a node group. */
export const rawHealth = maybe(
  z.object({ issues: listOf(z.object({ code: maybe(z.string()), message: maybe(z.string()) })) }),
);

type Health = z.output<typeof rawHealth>;

export function healthIssuesOf(health: Health): { code: string; message: string }[] {
  return (health?.issues ?? [])
    .map(({ code = 'Unknown', message = '' }) => ({ code, message }))
    .sort((a, b) => compared(a.code, b.code) || compared(a.message, b.message));
}

/** A point in time, kept as its day in UTC: `2026-12-02`. */
export const rawDay = maybe(
  z
    .union([z.date(), z.string(), z.number().transform((seconds) => seconds * 1_000)])
    .transform((time) => new Date(time))
    .refine((time) => !Number.isNaN(time.getTime()), 'expected a time')
    .transform((time) => time.toISOString().slice(0, 10)),
);

/** In order and once each, so that equal sets have equal bytes. */
export function inOrderOnce(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

export function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
