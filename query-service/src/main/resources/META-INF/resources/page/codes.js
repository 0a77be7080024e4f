/** Every code in words: what it means to who sees it here, and what may be done. */
const CODES = {
  NO_ANSWER: ['The service did not answer.', 'Try again; if it goes on, ask who runs the service.'],

  EVENT_NOT_CLOUDEVENT: ['The event is no CloudEvent.', 'The sender sets the CloudEvents headers.'],
  EVENT_TYPE_UNKNOWN: ['The event is of a type that is not taken.', 'The sender uses arrived, amended or retracted.'],
  EVENT_MALFORMED: ['The event cannot be read.', 'The sender compares it with the schema.'],
  EVENT_INVALID: ['A field of the event is missing or wrong.', 'The sender corrects the field that is named.'],
  EVENT_KEY_MISMATCH: ['The event’s key is not the study’s UID.', 'The sender uses the UID as the key.'],
  EVENT_TOO_LARGE: ['The event is too large.', 'The sender shortens the report.'],
  STUDY_UNKNOWN: ['No event of this study was seen.', 'Check the UID. It may also be in a collection that your key does not open.'],

  LOCATION_SCHEME_UNSUPPORTED: ['The place of the study is of a kind that is not read.', 'The operator allows it, or the sender uses another.'],
  LOCATION_FORBIDDEN: ['The study lies outside of what may be read.', 'The operator sets the roots.'],
  LOCATION_NOT_FOUND: ['Nothing is where the study should be.', 'Send it after its files are written.'],
  LOCATION_UNREADABLE: ['The study is there, but could not be read.', 'The operator checks permissions and the archive; then send it again.'],

  STUDY_EMPTY: ['There is no file.', 'Check the path.'],
  STUDY_INCOMPLETE: ['Fewer images than announced.', 'Send the study again when all are there.'],
  STUDY_UID_MISMATCH: ['The images belong to another study.', 'One study per event.'],
  NO_CT_SERIES: ['No CT series in Hounsfield units.', 'Nothing needs to be done if the study has no CT.'],
  NOT_DICOM: ['Neither DICOM nor NIfTI.', 'Choose a DICOM folder, a zip of one series, or a NIfTI file.'],
  NOT_CT: ['Not a CT image.', 'Nothing needs to be done: it is left out.'],
  NOT_HOUNSFIELD: ['The values are no Hounsfield units.', 'Nothing needs to be done: it is left out.'],
  NO_PIXEL_DATA: ['A CT image without pixels.', 'Export it with pixels.'],
  TRUNCATED: ['A file ends too early.', 'Copy it again.'],
  MALFORMED: ['A file breaks the rules of its format.', 'Export it again.'],
  UNSUPPORTED_TRANSFER_SYNTAX: ['Pixels compressed in a way that is not read.', 'Convert it, for instance to Explicit VR Little Endian.'],
  UNSUPPORTED_PIXELS: ['Pixels of a layout that is not read, such as colour.', 'Convert it to monochrome CT.'],
  UNSUPPORTED_GEOMETRY: ['The slices do not form one stack.', 'Split the series by size, orientation or phase.'],
  LIMIT_EXCEEDED: ['Larger than allowed.', 'Split it.'],
  NO_BODY: ['No slice shows enough of a body.', 'Nothing needs to be done: air and empty scans end here.'],

  PREVIEW_UNKNOWN: ['There are no preview images of this.', 'They are made when a study is read.'],

  QUERY_INVALID: ['This cannot be searched with.', 'Correct what is named.'],
  SERIES_UNKNOWN: ['This series is not in the index.', 'Wait until its study is searchable, or drop its images.'],
  QUERY_UNSUPPORTED: ['The model cannot answer this kind of query.', 'Choose another way to compare.'],
  MODEL_UNKNOWN: ['No index is of this model.', 'Choose another model.'],
  MODEL_INCOMPLETE: ['The model’s index is not filled yet.', 'Wait, or choose another model.'],
  MODEL_LIVE: ['This model is the live one.', 'Promote another first.'],

  EVALUATION_UNKNOWN: ['There is no such evaluation.', 'Choose one of the list.'],
  EVALUATIONS_DIFFER: ['These evaluations cannot be compared.', 'Compare those of the same labels and queries.'],
  EXAMPLES_TOO_FEW: ['Too few examples to learn from.', 'Give more volumes, patients or classes.'],

  UNAUTHENTICATED: ['A key is needed, or this one is not known.', 'Type your key above.'],
  FORBIDDEN: ['Your key does not open this.', 'Ask who gave you the key.'],
  RATE_LIMITED: ['More requests than your key may send.', 'Wait a moment.'],
  REQUEST_TIMEOUT: ['The upload took too long.', 'Try again with a better line or a smaller file.'],

  SERVICE_BUSY: ['As many as allowed are being answered.', 'Try again in a moment.'],
  EMBED_UNAVAILABLE: ['Images and words cannot be read now.', 'Try again later; series of the index can be searched with meanwhile.'],
  INDEX_BUSY: ['The index is busy.', 'Try again in a moment.'],
  BROKER_UNAVAILABLE: ['The broker cannot be reached.', 'The operator looks at the broker.'],
  IDENTITY_UNAVAILABLE: ['Who you are cannot be checked now.', 'Keys work meanwhile.'],
  ACCESS_INVALID: ['The configuration of access is wrong.', 'The operator mends it.'],
  INDEX_UNAVAILABLE: ['The index cannot be reached.', 'The operator looks at the search node.'],
  INDEX_MAPPING_MISMATCH: ['The index is of another version.', 'The operator builds a new index.'],
  MODEL_MISMATCH: ['No service runs the model that is searched by.', 'The operator starts one.'],
  MODEL_INVALID: ['The model’s folder is incomplete or altered.', 'The operator mends it.'],
  ACCELERATOR_UNAVAILABLE: ['The accelerator is not there.', 'The operator allows the CPU, or mends the driver.'],
  READER_UNAVAILABLE: ['The reader of images is not installed.', 'The operator configures another.'],
  INTERNAL: ['A defect of Mirstream.', 'The operator reports it with the log.'],
};

export function meaning(code) {
  const [words, remedy] = CODES[code] ?? ['Something went wrong.', ''];
  return { words, remedy };
}
