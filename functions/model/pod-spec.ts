import * as z from 'zod';

/*
 * What a snapshot keeps of a pod spec, with the API server's defaults filled in. Environment values,
 * commands, arguments, probe headers and volume attributes can hold secrets and have no place here.
 */

const seLinuxOptions = z.strictObject({
  type: z.string().optional(),
  user: z.string().optional(),
  role: z.string().optional(),
});

const profile = z.strictObject({ type: z.string().optional() });
const windowsOptions = z.strictObject({ hostProcess: z.boolean().optional() });

const sharedSecurityContext = {
  runAsNonRoot: z.boolean().optional(),
  runAsUser: z.number().optional(),
  seLinuxOptions: seLinuxOptions.optional(),
  seccompProfile: profile.optional(),
  appArmorProfile: profile.optional(),
  windowsOptions: windowsOptions.optional(),
};

const containerSecurityContext = z.strictObject({
  privileged: z.boolean().optional(),
  allowPrivilegeEscalation: z.boolean().optional(),
  readOnlyRootFilesystem: z.boolean().optional(),
  procMount: z.string().optional(),
  capabilities: z.strictObject({ add: z.array(z.string()), drop: z.array(z.string()) }).optional(),
  ...sharedSecurityContext,
});

const podSecurityContext = z.strictObject({
  ...sharedSecurityContext,
  sysctls: z.array(z.strictObject({ name: z.string() })),
});

const containerPort = z.strictObject({
  name: z.string().optional(),
  containerPort: z.number(),
  protocol: z.string(),
  hostPort: z.number().optional(),
});

const keyOfObject = z.strictObject({ name: z.string().optional(), key: z.string() });
const nameOfObject = z.strictObject({ name: z.string().optional() });

const handlerHost = z.strictObject({
  /** `livenessProbe.httpGet`, `lifecycle.preStop.tcpSocket`. */
  field: z.string(),
  host: z.string(),
});

const container = z.strictObject({
  name: z.string(),
  image: z.string().optional(),
  restartPolicy: z.string().optional(),
  securityContext: containerSecurityContext,
  ports: z.array(containerPort),
  /** Where variables come from; a literal value is never kept. */
  env: z.array(
    z.strictObject({
      name: z.string(),
      secretKeyRef: keyOfObject.optional(),
      configMapKeyRef: keyOfObject.optional(),
      /** The form of credential that a literal value has; the value itself is dropped where it is read. */
      credentialForm: z.string().optional(),
    }),
  ),
  envFrom: z.array(
    z.strictObject({ secretRef: nameOfObject.optional(), configMapRef: nameOfObject.optional() }),
  ),
  volumeMounts: z.array(
    z.strictObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean() }),
  ),
  /** Hosts that probes and lifecycle hooks name; most name none. */
  handlerHosts: z.array(handlerHost),
  /** The resources that have limits, such as `cpu` and `memory`. */
  limits: z.array(z.string()),
});

const volume = z.strictObject({
  name: z.string(),
  /** The key of the source, such as `hostPath`; `emptyDir` where the manifest names none. */
  type: z.string(),
  hostPath: z.strictObject({ path: z.string(), type: z.string().optional() }).optional(),
  secret: z.strictObject({ secretName: z.string().optional() }).optional(),
  configMap: nameOfObject.optional(),
  persistentVolumeClaim: z.strictObject({ claimName: z.string() }).optional(),
  /** The driver of an inline CSI volume. */
  csiDriver: z.string().optional(),
});

/** The part of a PodSpec that controls read. */
export const podSpecSchema = z.strictObject({
  serviceAccountName: z.string(),
  automountServiceAccountToken: z.boolean().optional(),
  hostNetwork: z.boolean(),
  hostPID: z.boolean(),
  hostIPC: z.boolean(),
  hostUsers: z.boolean().optional(),
  os: z.strictObject({ name: z.string() }).optional(),
  runtimeClassName: z.string().optional(),
  securityContext: podSecurityContext,
  initContainers: z.array(container),
  containers: z.array(container),
  ephemeralContainers: z.array(container),
  volumes: z.array(volume),
  /** Resources that the pod as a whole has limits for (Kubernetes 1.34). */
  limits: z.array(z.string()).optional(),
});

export type PodSpec = Readonly<z.infer<typeof podSpecSchema>>;
export type Container = Readonly<z.infer<typeof container>>;
export type Volume = Readonly<z.infer<typeof volume>>;
