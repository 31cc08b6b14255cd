import type { ResourceValidation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { afterAssets } from "./assets";
import { configure } from "./configuration";
import type { Definition, Judgment, Messages, Subject, Subjects } from "./definition";
import { applyEdits } from "./edit";
import { exemptionOptions, findExemption } from "./exemptions";
import { currentReading, inputs, readResource } from "./inputs";
import { fill } from "./message";
import { configSchema, type OptionSchemas } from "./options";
import { pageOf } from "./pages";
import { notApplicableReasons, Report } from "./report";
import { type Resource, toResource } from "./resource";
import type { ResourceSet, Stack } from "./resource-set";
import { perType } from "./resource-type";
import { notApplicable, plainProps, skipWhile } from "./sdk";
import { pathText } from "./value";

export type { Definition, Judgment, Subject, Subjects } from "./definition";

/** A policy of this pack. */
export type PackPolicy = (ResourceValidationPolicy | StackValidationPolicy) & Described<Messages>;

/** Creates a policy that checks each resource before it is created or changed. */
export function resourcePolicy<S extends Subject, const O extends OptionSchemas, const M extends Messages>(
  definition: Definition<S, O, M>,
): ResourceValidationPolicy & Described<M> {
  const { judges, name, remediate } = definition;
  const concerned = perType((type) => judges.concerns(type));
  const reason = fill(notApplicableReasons.resource, { subject: judges.noun });
  const validateResource: ResourceValidation = (args, reportViolation) => {
    if (!concerned(args.type)) return notApplicable(args, reason);
    const report = new Report(name, reportViolation);
    return readResource(args, (resource) => {
      const found = report.guard(() => judges.find(resource, inputs.seen));
      const subjects = found && report.guard(() => applicable(definition, found, args.getConfig()));
      if (subjects?.length === 0) return notApplicable(args, reason);
      judge(definition, subjects ?? [], inputs.seen, args.getConfig(), report, args.urn);
    });
  };
  skipWhile(validateResource, () => {
    const { request, resource } = currentReading() ?? {};
    const nothing = request && (!concerned(request.type) || (resource && isWithout(judges, resource)));
    return nothing ? judges.noun : undefined;
  });
  const policy = { ...metadata(definition), validateResource };
  if (!remediate) return policy;
  return {
    ...policy,
    remediateResource(args) {
      if (!concerned(args.type)) return notApplicable(args, reason);
      // The engine calls validateResource next, which runs into the same error and reports it.
      const report = new Report(name, () => {});
      const props = plainProps(args.props);
      return afterAssets(props, () =>
        report.guard(() => {
          const resource = toResource(args, props);
          const { options } = configure(definition.options, args.getConfig());
          if (findExemption(resource, name, options)?.kind === "exempted") return undefined;
          const found = applicable(definition, judges.find(resource, inputs.seen), args.getConfig());
          const edits = found.flatMap((subject) => remediate(subject, options));
          return applyEdits(args.props, edits) ? args.props : undefined;
        }),
      );
    },
  };
}

/** Creates a policy that checks the whole stack once. */
export function stackPolicy<S extends Subject, const O extends OptionSchemas, const M extends Messages>(
  definition: Definition<S, O, M, Stack>,
): StackValidationPolicy & Described<M> {
  const { judges, name } = definition;
  const reason = fill(notApplicableReasons.stack, { subject: judges.noun });
  inputs.concern(judges.concerns);
  const validateStack: StackValidationPolicy["validateStack"] = (args, reportViolation) => {
    const report = new Report(name, reportViolation);
    const stackInputs = inputs.current();
    return stackInputs.takeStack(args.resources, () => {
      const found = report.guard(() => stackInputs.find(judges));
      if (found?.subjects.length === 0) return notApplicable(args, reason);
      if (found) judge(definition, found.subjects, found.stack, args.getConfig(), report);
    });
  };
  skipWhile(validateStack, () => (inputs.current().hasNothingFor(judges) ? judges.noun : undefined));
  return { ...metadata(definition), validateStack };
}

/** Properties of a policy for tests and tools. The SDK ignores them. */
interface Described<M> {
  readonly messages: M;
  /** What the policy checks, such as "self-hosted gateway". */
  readonly subject: string;
}

/**
 * Whether a resource has no subject. If the search fails, it counts as having one, and the policy reports the error.
 */
function isWithout<S extends Subject>(judges: Subjects<S>, resource: Resource): boolean {
  try {
    return judges.find(resource, inputs.seen).length === 0;
  } catch {
    return false;
  }
}

function applicable<S extends Subject, O extends OptionSchemas, M extends Messages>(
  definition: Definition<S, O, M>,
  subjects: readonly S[],
  config: Record<string, unknown>,
): readonly S[] {
  const { applies } = definition;
  if (!applies || subjects.length === 0) return subjects;
  const { options } = configure(definition.options, config);
  return subjects.filter((subject) => applies(subject, options));
}

function judge<S extends Subject, O extends OptionSchemas, M extends Messages, A extends ResourceSet>(
  definition: Definition<S, O, M, A>,
  subjects: readonly S[],
  around: A,
  config: Record<string, unknown>,
  report: Report,
  urn?: string,
): void {
  const { name, messages } = definition;
  const { options, problems } = configure(definition.options, config);
  for (const problem of problems) report.optionProblem(problem, urn);
  for (const subject of subjects) {
    const { resource } = subject;
    // One unknown value may affect several checks; it is reported once.
    const reported = new Set<string>();
    const judgment: Judgment<O, M, A> = {
      options,
      around,
      defect: (id, values) =>
        report.defect(fill(messages[id], values), resource.urn, findExemption(resource, name, options)),
      note: (id, values) => report.note(fill(messages[id], values), resource.urn),
      unknown(value) {
        const path = `${value.origin.urn} ${pathText(value.path)}`;
        if (!reported.has(path)) report.unknown(value, resource.urn);
        reported.add(path);
      },
    };
    report.guard(() => definition.check(subject, judgment), resource.urn);
  }
}

function metadata<S extends Subject, O extends OptionSchemas, M extends Messages, A extends ResourceSet>(
  definition: Definition<S, O, M, A>,
) {
  const { name, displayName, description, level, severity, row, remediationSteps } = definition;
  const { judges, options, messages } = definition;
  return {
    messages,
    subject: judges.noun,
    name,
    displayName,
    description,
    enforcementLevel: level,
    severity,
    framework: row.framework,
    tags: row.tags,
    remediationSteps,
    url: pageOf(name),
    configSchema: { properties: configSchema({ ...options, ...exemptionOptions }) },
  };
}
