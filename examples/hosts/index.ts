// One self-hosted gateway for each way to host it. Each file says what is wrong in it, and `npm run preview -- hosts` finds it.
// policies.json keeps to five policies, so that the findings can be taken in at a glance.
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
