import type { XmlElement } from "./parse-xml.ts";

/** What readers of JUnit XML expect of one element. */
interface ElementRule {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Names of its children, in the order in which they must stand. */
  readonly children: readonly string[];
}

const COUNT = /^\d+$/;
const SECONDS = /^\d+(\.\d+)?$/;

/** Attributes whose values readers turn into numbers. */
const FORMS: Readonly<Record<string, RegExp>> = {
  ...{ tests: COUNT, failures: COUNT, errors: COUNT, skipped: COUNT },
  time: SECONDS,
};

/**
 * What readers know: the elements and attributes of Jenkins' junit-10.xsd (jenkinsci/xunit-plugin at 031e285), and what
 * the types of dorny/test-reporter's parser demand of them (java-junit-types.ts at 16adfe9). Both read 2026-11-22.
 */
const RULES: Readonly<Record<string, ElementRule>> = {
  testsuites: {
    required: ["time"],
    optional: ["name", "tests", "failures", "errors"],
    children: ["testsuite"],
  },
  testsuite: {
    required: ["name", "tests", "failures", "errors", "skipped", "time"],
    optional: ["group", "timestamp", "hostname", "id", "package", "file", "log", "url"],
    children: ["properties", "testcase", "system-out", "system-err"],
  },
  testcase: {
    required: ["name", "classname", "time"],
    optional: ["group"],
    children: ["skipped", "error", "failure", "system-out", "system-err"],
  },
  skipped: { required: [], optional: ["message", "type"], children: [] },
  failure: { required: ["type", "message"], optional: [], children: [] },
  error: { required: [], optional: ["message", "type"], children: [] },
  "system-out": { required: [], optional: [], children: [] },
};

/** Every way in which a document differs from what its readers expect; none for a good one. */
export function findJunitFaults(element: XmlElement, place = element.name): readonly string[] {
  const rule = RULES[element.name];
  if (rule === undefined) return [`${place}: unknown element`];
  const { required, optional } = rule;
  const attributes = Object.entries(element.attributes);
  return [
    ...required
      .filter((name) => element.attributes[name] === undefined)
      .map((name) => `${place}: no ${name}`),
    ...attributes
      .filter(([name]) => ![...required, ...optional].includes(name))
      .map(([name]) => `${place}: unknown attribute ${name}`),
    ...attributes
      .filter(([name, value]) => !(FORMS[name] ?? /^/).test(value))
      .map(([name, value]) => `${place}: ${name} is ${value}`),
    ...findChildFaults(element, rule, place),
    ...findSumFaults(element, place),
  ];
}

function findChildFaults(
  { children }: XmlElement,
  { children: order }: ElementRule,
  place: string,
): readonly string[] {
  const positions = children.map(({ name }) => order.indexOf(name));
  const isOrdered = positions.every((position, at) => position >= (positions[at - 1] ?? 0));
  return [
    ...(isOrdered ? [] : [`${place}: children are not in the order ${order.join(", ")}`]),
    ...children.flatMap((child, at) => findJunitFaults(child, `${place}/${child.name}[${at}]`)),
  ];
}

/** A suite's counts are those of its tests, the whole's those of its suites. */
function findSumFaults(
  { name, attributes, children }: XmlElement,
  place: string,
): readonly string[] {
  const cases = name === "testsuite" ? children : children.flatMap((suite) => suite.children);
  if (name !== "testsuite" && name !== "testsuites") return [];
  const count = (outcome: string) =>
    cases.filter((one) => one.children.some((child) => child.name === outcome)).length;
  const sums = { tests: cases.length, failures: count("failure"), errors: count("error") };
  return Object.entries(sums)
    .filter(([attribute, sum]) => Number(attributes[attribute]) !== sum)
    .map(([attribute, sum]) => `${place}: ${attribute} is not ${sum}`);
}
