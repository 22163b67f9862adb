// CQL to the ELM that cql-execution runs: node translate.mjs phosphate.cql phosphate.json
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";
import {
  CqlTranslator,
  LibraryManager,
  ModelManager,
  createModelInfoProvider,
  stringAsSource,
} from "@cqframework/cql/cql-to-elm";

const [, , source, target] = process.argv;
const fhir = createRequire(import.meta.url).resolve("cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml");
const models = new ModelManager();
models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
models.modelInfoLoader.registerModelInfoProvider(
  createModelInfoProvider((name, system, version) =>
    name === "FHIR" && version === "4.0.1" ? stringAsSource(readFileSync(fhir, "utf8")) : null,
  ),
);
const elm = CqlTranslator.fromText(readFileSync(source, "utf8"), new LibraryManager(models)).toJson();
const wrong = (JSON.parse(elm).library.annotation ?? []).filter((one) => one.errorSeverity === "error");
if (wrong.length) {
  throw new Error(wrong.map((one) => `${source}:${one.startLine}: ${one.message}`).join("\n"));
}
writeFileSync(target, elm);
