import * as z from 'zod';

/* What a snapshot keeps of RBAC: rules, the roles that hold them, and who is bound to which role. */

const labels = z.record(z.string(), z.string());

const policyRuleSchema = z.strictObject({
  verbs: z.array(z.string()),
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()),
  nonResourceURLs: z.array(z.string()),
});

export const roleSchema = z.strictObject({
  kind: z.enum(['Role', 'ClusterRole']),
  namespace: z.string().optional(),
  name: z.string(),
  labels,
  rules: z.array(policyRuleSchema),
  /** Whether a controller of the cluster fills in the rules, from other roles. */
  isAggregated: z.boolean(),
});

const rbacSubjectSchema = z.strictObject({
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});

export const bindingSchema = z.strictObject({
  kind: z.enum(['RoleBinding', 'ClusterRoleBinding']),
  namespace: z.string().optional(),
  name: z.string(),
  labels,
  roleRef: z.strictObject({ kind: z.string(), name: z.string() }),
  subjects: z.array(rbacSubjectSchema),
});

export type PolicyRule = Readonly<z.infer<typeof policyRuleSchema>>;
export type Role = Readonly<z.infer<typeof roleSchema>>;
export type RbacSubject = Readonly<z.infer<typeof rbacSubjectSchema>>;
export type Binding = Readonly<z.infer<typeof bindingSchema>>;
