import * as z from 'zod';
import { flag, listOf, maybe, orDefault } from './kube-schema.ts';

/*
 * What is kept of a pod spec: an allow-list. Environment values, commands, arguments, probe headers
 * and volume attributes can hold secrets and are not named here, so they are dropped at the parse.
 */

const seLinuxOptions = z.object({
  type: maybe(z.string()),
  user: maybe(z.string()),
  role: maybe(z.string()),
});

const profile = z.object({ type: maybe(z.string()) });
const windowsOptions = z.object({ hostProcess: maybe(z.boolean()) });

const containerSecurityContext = z.object({
  privileged: maybe(z.boolean()),
  allowPrivilegeEscalation: maybe(z.boolean()),
  runAsNonRoot: maybe(z.boolean()),
  runAsUser: maybe(z.number()),
  readOnlyRootFilesystem: maybe(z.boolean()),
  procMount: maybe(z.string()),
  capabilities: maybe(z.object({ add: listOf(z.string()), drop: listOf(z.string()) })),
  seLinuxOptions: maybe(seLinuxOptions),
  seccompProfile: maybe(profile),
  appArmorProfile: maybe(profile),
  windowsOptions: maybe(windowsOptions),
});

const podSecurityContext = z.object({
  runAsNonRoot: maybe(z.boolean()),
  runAsUser: maybe(z.number()),
  seLinuxOptions: maybe(seLinuxOptions),
  seccompProfile: maybe(profile),
  appArmorProfile: maybe(profile),
  windowsOptions: maybe(windowsOptions),
  sysctls: listOf(z.object({ name: z.string() })),
});

const containerPort = z.object({
  name: maybe(z.string()),
  containerPort: z.number(),
  protocol: orDefault(z.string(), 'TCP'),
  hostPort: maybe(z.number()),
});

/** Where a variable comes from; a literal value is never kept. */
const environmentVariable = z.object({
  name: z.string(),
  valueFrom: maybe(
    z.object({
      secretKeyRef: maybe(z.object({ name: maybe(z.string()), key: z.string() })),
      configMapKeyRef: maybe(z.object({ name: maybe(z.string()), key: z.string() })),
    }),
  ),
});

const environmentSource = z.object({
  secretRef: maybe(z.object({ name: maybe(z.string()) })),
  configMapRef: maybe(z.object({ name: maybe(z.string()) })),
});

const volumeMount = z.object({ name: z.string(), mountPath: z.string(), readOnly: flag });

const container = z.object({
  name: z.string(),
  image: maybe(z.string()),
  restartPolicy: maybe(z.string()),
  securityContext: orDefault(containerSecurityContext, containerSecurityContext.parse({})),
  ports: listOf(containerPort),
  env: listOf(environmentVariable),
  envFrom: listOf(environmentSource),
  volumeMounts: listOf(volumeMount),
});

const volume = z.object({
  name: z.string(),
  hostPath: maybe(z.object({ path: z.string(), type: maybe(z.string()) })),
  secret: maybe(z.object({ secretName: maybe(z.string()) })),
  configMap: maybe(z.object({ name: maybe(z.string()) })),
  persistentVolumeClaim: maybe(z.object({ claimName: z.string() })),
});

/** The part of a PodSpec that controls read, with the API server's defaults filled in. */
export const podSpecSchema = z.object({
  serviceAccountName: orDefault(z.string(), 'default'),
  automountServiceAccountToken: maybe(z.boolean()),
  hostNetwork: flag,
  hostPID: flag,
  hostIPC: flag,
  hostUsers: maybe(z.boolean()),
  os: maybe(z.object({ name: z.string() })),
  runtimeClassName: maybe(z.string()),
  securityContext: orDefault(podSecurityContext, podSecurityContext.parse({})),
  initContainers: listOf(container),
  containers: listOf(container),
  ephemeralContainers: listOf(container),
  volumes: listOf(volume),
});

export type Container = Readonly<z.infer<typeof container>>;
