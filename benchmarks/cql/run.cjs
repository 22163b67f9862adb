// One Bundle a line: node run.cjs phosphate.json bundles.ndjson LIMIT DAYS RUNS. Prints who the answer is true of, and the
// milliseconds of processor time of each run; reading the lines is not counted.
const { readFileSync } = require("node:fs");
const cql = require("cql-execution");
const { PatientSource } = require("cql-exec-fhir");

async function main([elm, lines, limit, days, runs]) {
  const library = new cql.Library(JSON.parse(readFileSync(elm, "utf8")));
  const parameters = { "Lower limit": Number(limit), "Days apart": Number(days) };
  const text = readFileSync(lines, "utf8").trimEnd().split("\n");
  const milliseconds = [];
  let met = [];
  for (let run = 0; run <= Number(runs); run += 1) {
    const bundles = text.map((line) => JSON.parse(line));
    const patients = PatientSource.FHIRv401();
    const began = process.cpuUsage();
    patients.loadBundles(bundles);
    const { patientResults } = await new cql.Executor(library, null, parameters).exec(patients);
    const took = process.cpuUsage(began);
    // the first run warms up
    if (run > 0) milliseconds.push((took.user + took.system) / 1000);
    met = Object.keys(patientResults).filter((id) => patientResults[id]["Two lows apart"] === true);
  }
  const versions = { node: process.versions.node, "cql-execution": require("cql-execution/package.json").version };
  process.stdout.write(JSON.stringify({ met, milliseconds, versions }));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
