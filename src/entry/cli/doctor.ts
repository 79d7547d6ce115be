import { doctor } from "../../commands/doctor.ts";
import { renderDoctor } from "../../report/terminal/doctor-table.ts";
import { print } from "./print.ts";

export async function runDoctorCommand({ json }: { json: boolean }): Promise<void> {
  const diagnosis = await doctor();
  print(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : renderDoctor(diagnosis));
  process.exitCode = diagnosis.ready ? 0 : 3;
}
