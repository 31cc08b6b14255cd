// A Deployment from YAML, copied from "Deployment scripts" in the portal. The policies receive the objects from
// Kustomize and from charts that Pulumi renders in the same way.
// Mistakes: `v2` is a rolling tag, the newest version when a pod starts; nothing rotates the token in the Secret before
// it expires.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { endpoint, newGateway } from "./azure";

const token = newGateway("rome");

new k8s.yaml.v2.ConfigGroup("rome", {
  yaml: pulumi.interpolate`
apiVersion: v1
kind: Secret
metadata:
  name: rome-token
  namespace: apim
type: Opaque
stringData:
  value: ${token}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: rome-env
  namespace: apim
data:
  config.service.endpoint: ${endpoint}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: rome
  namespace: apim
spec:
  replicas: 1
  selector:
    matchLabels:
      app: rome
  template:
    metadata:
      labels:
        app: rome
    spec:
      containers:
        - name: rome
          image: mcr.microsoft.com/azure-api-management/gateway:v2
          ports:
            - name: http
              containerPort: 8080
          envFrom:
            - configMapRef:
                name: rome-env
          env:
            - name: config.service.auth
              valueFrom:
                secretKeyRef:
                  name: rome-token
                  key: value
`,
});
