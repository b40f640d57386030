import type { Assessment } from '../model/assessment.ts';
import type { Manifest } from '../model/scan.ts';
import { sha256 } from './digest.ts';

type NamedFile = { readonly name: string; readonly bytes: Uint8Array };

/** What a scan of one cluster left in the store, with sizes and digests. */
export function manifestOf(assessment: Assessment, files: readonly NamedFile[]): Manifest {
  const { scanId, cluster, takenAt, tool, catalogue } = assessment;
  return {
    version: 1,
    scanId,
    cluster,
    takenAt,
    tool,
    catalogue,
    files: files.map(({ name, bytes }) => ({
      name,
      sizeBytes: bytes.byteLength,
      sha256: sha256(bytes),
    })),
  };
}
