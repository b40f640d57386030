import * as z from 'zod';

/*
 * The shape of a PodSpec as it is given, with only the fields that are kept. No field is transformed
 * here: with plain fields zod checks a pod three times as fast, and pods are most of a cluster.
 */

const text = z.string().nullish();
const flag = z.boolean().nullish();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).nullish();

const profile = z.object({ type: text }).nullish();

const sharedSecurityContext = {
  runAsNonRoot: flag,
  runAsUser: z.number().nullish(),
  seLinuxOptions: z.object({ type: text, user: text, role: text }).nullish(),
  seccompProfile: profile,
  appArmorProfile: profile,
  windowsOptions: z.object({ hostProcess: flag }).nullish(),
};

const containerSecurityContext = z
  .object({
    privileged: flag,
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    procMount: text,
    capabilities: z.object({ add: list(z.string()), drop: list(z.string()) }).nullish(),
    ...sharedSecurityContext,
  })
  .nullish();

const podSecurityContext = z
  .object({ ...sharedSecurityContext, sysctls: list(z.object({ name: z.string() })) })
  .nullish();

const keyOfObject = z.object({ name: text, key: z.string() }).nullish();
const nameOfObject = z.object({ name: text }).nullish();

const handled = z.object({ host: text }).nullish();
const handler = z.object({ httpGet: handled, tcpSocket: handled }).nullish();

const resources = z.object({ limits: z.record(z.string(), z.unknown()).nullish() }).nullish();

const container = z.object({
  // An API server would refuse a container without a name; in a manifest it must not cost the pod.
  name: text,
  image: text,
  restartPolicy: text,
  securityContext: containerSecurityContext,
  ports: list(
    z.object({
      name: text,
      containerPort: z.number(),
      protocol: text,
      hostPort: z.number().nullish(),
    }),
  ),
  env: list(
    z.object({
      name: z.string(),
      /** Looked at for the form of a credential, and dropped. */
      value: text,
      valueFrom: z.object({ secretKeyRef: keyOfObject, configMapKeyRef: keyOfObject }).nullish(),
    }),
  ),
  envFrom: list(z.object({ secretRef: nameOfObject, configMapRef: nameOfObject })),
  volumeMounts: list(z.object({ name: z.string(), mountPath: z.string(), readOnly: flag })),
  livenessProbe: handler,
  readinessProbe: handler,
  startupProbe: handler,
  lifecycle: z.object({ postStart: handler, preStop: handler }).nullish(),
  resources,
});

/** Loose, because the kind of a volume is the name of whatever key stands beside its name. */
const volume = z.looseObject({
  name: z.string(),
  hostPath: z.object({ path: z.string(), type: text }).nullish(),
  secret: z.object({ secretName: text }).nullish(),
  configMap: nameOfObject,
  persistentVolumeClaim: z.object({ claimName: z.string() }).nullish(),
  csi: z.object({ driver: z.string() }).nullish(),
});

export const rawPodSpec = z.object({
  serviceAccountName: text,
  automountServiceAccountToken: flag,
  hostNetwork: flag,
  hostPID: flag,
  hostIPC: flag,
  hostUsers: flag,
  os: z.object({ name: z.string() }).nullish(),
  runtimeClassName: text,
  securityContext: podSecurityContext,
  initContainers: list(container),
  containers: list(container),
  ephemeralContainers: list(container),
  volumes: list(volume),
  resources,
});

export type RawPodSpec = Readonly<z.infer<typeof rawPodSpec>>;
export type RawResources = z.infer<typeof resources>;
export type RawHandler = z.infer<typeof handler>;
export type RawContainer = Readonly<z.infer<typeof container>>;
export type RawVolume = Readonly<z.infer<typeof volume>>;
export type RawSecurityContext = NonNullable<z.infer<typeof podSecurityContext>>;
export type RawContainerSecurityContext = NonNullable<z.infer<typeof containerSecurityContext>>;
