/** The absence that is being noted over any screen: of one lesson, or of all until a day. */

interface OneLesson {
  booking: number;
  name: string;
  lesson: { day: string; start: number; name: string };
  /** Why it could not be noted at once; without, it is asked for another reason than the family's. */
  failure?: unknown;
}
interface UntilADay {
  rider: number;
  name: string;
}

let asked = $state.raw<OneLesson | UntilADay>();

/** The absence to ask about; undefined for none. */
export const absenceAsked = (): OneLesson | UntilADay | undefined => asked;

/** Asks why, or until when, over any screen. */
export const askAbsence = (of: OneLesson | UntilADay): void => {
  asked = of;
};

/** Closes the question. */
export const closeAbsence = (): void => {
  asked = undefined;
};
