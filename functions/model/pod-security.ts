import * as z from 'zod';

/** Levels of the Pod Security Standards, the least strict first. */
export const securityLevels = ['privileged', 'baseline', 'restricted'] as const;
export type SecurityLevel = (typeof securityLevels)[number];

/** A level, and the minor version of the standards it is meant in: `v1.33` or `latest`. */
const levelAtVersion = z.strictObject({
  level: z.enum(securityLevels),
  version: z.string(),
});

/** What Pod Security Admission does in a namespace, and what its pods would allow it to do. */
export const namespaceSecuritySchema = z.strictObject({
  namespace: z.string(),
  enforce: levelAtVersion,
  warn: levelAtVersion,
  audit: levelAtVersion,
  /** Labels with a value that the API server does not know, and what it makes of them. */
  faults: z.array(z.string()),
  /** How many workloads were judged. */
  workloads: z.number().int().nonnegative(),
  /** The strictest level that all of its pods pass; absent where it has none that were seen. */
  passes: z.enum(securityLevels).optional(),
  /** A stricter level than is enforced that would refuse none of its pods, where all were seen. */
  canEnforce: z.enum(securityLevels).optional(),
  /** `Deployment api`: its pods would be refused; those that run are older than the label. */
  refused: z.array(z.string()),
  /** What was not seen, where that leaves open what is enforced or what its pods pass. */
  missing: z.array(z.string()),
});

export type NamespaceSecurity = Readonly<z.infer<typeof namespaceSecuritySchema>>;
