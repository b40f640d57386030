import * as z from 'zod';
import type { KubernetesRead } from '../../model/reads.ts';
import { ReadFailure } from '../../model/world.ts';
import type { KubeResponse } from './kube-request.ts';

export type ListPage = {
  readonly items: readonly unknown[];
  readonly resourceVersion: string | undefined;
  /** Undefined on the last page. */
  readonly continueToken: string | undefined;
};

/** A page of a list. Throws a ReadFailure where the answer is something else. */
export function listPage(response: KubeResponse, read: KubernetesRead): ListPage {
  const expected = `${read.kind}List`;
  const list = listSchema.safeParse(response.json);
  if (!list.success || list.data.kind !== expected) throw unreadable(response, expected);
  const { items, metadata } = list.data;
  return {
    // The API server writes an empty list that was never allocated as null.
    items: items ?? [],
    resourceVersion: metadata.resourceVersion,
    continueToken: metadata.continue === '' ? undefined : metadata.continue,
  };
}

/** The version of one object. Throws a ReadFailure where the answer is something else. */
export function objectVersion(response: KubeResponse, read: KubernetesRead): string | undefined {
  const object = objectSchema.safeParse(response.json);
  if (!object.success || object.data.kind !== read.kind) throw unreadable(response, read.kind);
  return object.data.metadata.resourceVersion;
}

/** An answer of a form. Throws a ReadFailure where it is something else. */
export function answerKind<Schema extends z.ZodType>(
  response: KubeResponse,
  schema: Schema,
  expected: string,
): z.output<Schema> {
  const answer = schema.safeParse(response.json);
  if (!answer.success) throw unreadable(response, expected);
  return answer.data;
}

/** What the API server says about a request that it refused, on one line. */
export function statusMessage(response: KubeResponse): string {
  const status = statusSchema.safeParse(response.json);
  const message = status.success ? status.data.message : undefined;
  if (message === undefined) return `status ${response.status} (${contentTypeOf(response)})`;
  return message.replace(/\s+/g, ' ').slice(0, messageCharsMax);
}

/** True where the API server itself says that the object is not there, and no proxy on the way. */
export function saysNotFound(response: KubeResponse): boolean {
  const status = statusSchema.safeParse(response.json);
  return response.status === 404 && status.success && status.data.reason === 'NotFound';
}

/** The token that goes on from an expired one, over what the kind looks like by now. */
export function tokenAfterExpiry(response: KubeResponse): string | undefined {
  const status = statusSchema.safeParse(response.json);
  return (status.success && status.data.metadata?.continue) || undefined;
}

function unreadable(response: KubeResponse, expected: string): ReadFailure {
  const got = response.json === undefined ? contentTypeOf(response) : 'JSON of another kind';
  const article = /^[AEIO]/.test(expected) ? 'an' : 'a';
  return new ReadFailure('unreadable', `expected ${article} ${expected}, got ${got}`);
}

/** The body stays out of it: whatever answered here may have said anything. */
function contentTypeOf({ contentType }: KubeResponse): string {
  return contentType === '' ? 'no content type' : contentType.slice(0, contentTypeCharsMax);
}

const listSchema = z.object({
  kind: z.string(),
  metadata: z.object({
    resourceVersion: z.string().optional(),
    continue: z.string().optional(),
  }),
  items: z.array(z.unknown()).nullable(),
});

const objectSchema = z.object({
  kind: z.string(),
  metadata: z.object({ resourceVersion: z.string().optional() }),
});

const statusSchema = z.object({
  kind: z.literal('Status'),
  message: z.string().optional(),
  reason: z.string().optional(),
  metadata: z.object({ continue: z.string().optional() }).optional(),
});

const messageCharsMax = 300;
const contentTypeCharsMax = 80;
