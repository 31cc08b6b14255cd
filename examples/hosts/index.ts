// One self-hosted gateway or more on each host. Each file lists its mistakes, which `npm run preview -- hosts` reports.
// policies.json enables only five policies, to keep the list of findings short.
import "./kubernetes-deployment";
import "./kubernetes-yaml";
import "./helm-release";
import "./argo-cd-application";
import "./argo-cd-application-set";
import "./flux-helm-release";
import "./arc-extension";
import "./container-app";
import "./container-instances";
import "./docker";
