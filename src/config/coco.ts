import { z } from "zod";
import { UserError } from "../errors.ts";
import { findText } from "../io/files.ts";
import type { BoxLabels, BoxRows } from "./config.ts";
import { noneLabelled, openPictures } from "./labelled-picture.ts";
import { parseJson } from "./parse-json.ts";

const id = z.int().nonnegative();

/** What is read of COCO's JSON; https://cocodataset.org/#format-data (read 2026-11-22). */
const cocoSchema = z.object({
  images: z.array(z.object({ id, file_name: z.string().min(1) })).min(1),
  annotations: z.array(
    z.object({
      image_id: id,
      category_id: id,
      bbox: z.tuple([z.number(), z.number(), z.number().min(0), z.number().min(0)]),
    }),
  ),
  categories: z.array(z.object({ id, name: z.string() })).min(1),
});

/**
 * Reads the boxes that a detector is held against: COCO's JSON.
 *
 * A picture is one of `files` with the JSON's `file_name`, below the JSON's folder or any other.
 */
export async function loadBoxLabels(
  path: string,
  files: readonly string[],
  classes: readonly string[] | undefined,
): Promise<BoxLabels> {
  const coco = await loadCoco(path);
  const findPicture = openPictures(path, files);
  const images = new Map<string, number>();
  for (const image of coco.images) {
    const file = findPicture(image.file_name);
    if (file !== undefined) images.set(file, image.id);
  }
  if (images.size === 0) throw noneLabelled(path, coco.images[0]?.file_name, files);
  return { kind: "boxes", path, images, classes };
}

/** Reads the boxes of arrays: the JSON's images are their rows, in its order. */
export async function loadBoxRows(
  path: string,
  classes: readonly string[] | undefined,
): Promise<BoxRows> {
  const { images } = await loadCoco(path);
  return { kind: "box-rows", path, imageIds: images.map((image) => image.id), classes };
}

async function loadCoco(path: string): Promise<z.infer<typeof cocoSchema>> {
  const text = await findText(path);
  if (text === undefined) throw refuse(path, "there is no such file");
  const parsed = cocoSchema.safeParse(parseJson(text));
  if (!parsed.success) throw refuse(path, z.prettifyError(parsed.error).split("\n", 2).join(" "));
  return parsed.data;
}

function refuse(path: string, why: string): UserError {
  return new UserError(
    `${path} cannot be taken for boxes: ${why}`,
    "Name a COCO JSON file with images, annotations and categories under evaluation.labels in dlpu.yml.",
  );
}
