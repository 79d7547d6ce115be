/** A labelled picture that the final file sees as another class than the float model does. */
export interface ChangedAnswer {
  /** The file's name without its folder. */
  readonly picture: string;
  /** Class indices, in the order of the scores. */
  readonly label: number;
  readonly float: number;
  readonly final: number;
  /** At most 40 pixels wide and high; `null` where the file cannot be shown. */
  readonly jpegBase64: string | null;
  /** The same classes in words; `null` where the user listed no name. */
  readonly labelName: string | null;
  readonly floatName: string | null;
  readonly finalName: string | null;
}
