import * as z from 'zod';
import type { SecretSource } from '../../model/namespace-objects.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

const rawSource = z.object({ metadata: objectMetadata });

/** That it is there is all that is kept. */
export function projectSecretSource(kind: string, item: unknown): SecretSource {
  return { kind, ...namespacedName(rawSource.parse(item).metadata) };
}
