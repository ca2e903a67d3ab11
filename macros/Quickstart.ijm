// The whole way on the sample data: pretrains on unlabelled radiographs, fine-tunes on five labelled ones, segments,
// extracts embeddings, and draws a contact sheet of three radiographs that were held back.
//
// Headless: java -jar COVER_.jar --headless -macro Quickstart.ijm
//
// Argument: the folder sample-data, by default that in the current folder, beside this macro's folder or in the home
// folder's COVER-samples, and after a comma, if wanted, a number of iterations for a shorter run. The results go to its
// sub-folder results.

data = getArgument();
pretraining = 250;
fineTuning = 200;
comma = lastIndexOf(data, ",");
if (comma >= 0) {
    pretraining = parseInt(substring(data, comma + 1));
    fineTuning = pretraining;
    data = substring(data, 0, comma);
}
if (data == "") {
    data = sampleData();
}
if (!File.isDirectory(data + "/chest/unlabelled")) {
    exit("There is no folder " + data + "/chest/unlabelled; give the folder sample-data as the argument, or choose"
        + " COVER Open Sample.");
}
results = data + "/results";
File.makeDirectory(results);
pretrained = results + "/pretrained.cover";
segmentation = results + "/segmentation.cover";
training = results + "/training";
heldBack = results + "/held-back";
split(data + "/chest/labelled", training, heldBack, 5);

run("COVER Pretrain...", "input=[" + data + "/chest/unlabelled] output=[" + pretrained + "] dimensions=2D channels=1"
    + " resize=128 patch=128 width=8 iterations=" + pretraining + " seed=1");
run("COVER Fine-tune Segmentation...", "images=[" + training + "/images] labels=[" + training + "/labels] model=["
    + pretrained + "] output=[" + segmentation + "] validation=[" + heldBack + "] iterations=" + fineTuning
    + " class_names=[background, lungs, heart] seed=1");
run("COVER Segment...", "input=[" + data + "/chest/unlabelled] output_folder=[" + results + "/segmented] model=["
    + segmentation + "] name_filter=chest-0*");
run("COVER Extract Embeddings...", "input=[" + heldBack + "/images] output_folder=[" + results + "/embeddings] model=["
    + pretrained + "] features=16");
run("COVER Contact Sheet...", "images=[" + heldBack + "/images] labels=[" + heldBack + "/labels] model=["
    + segmentation + "] pretrained=[" + pretrained + "] output=[" + results + "/contact-sheet.png]");
print("Look at " + results + "/contact-sheet.png: image, labels, prediction and embedding of radiographs that the"
    + " training did not see.");

// Copies the first images and labels to one folder and the others to another.
function split(source, first, others, count) {
    names = getFileList(source + "/images");
    makeFolders(first);
    makeFolders(others);
    for (i = 0; i < names.length; i++) {
        target = first;
        if (i >= count) {
            target = others;
        }
        File.copy(source + "/images/" + names[i], target + "/images/" + names[i]);
        File.copy(source + "/labels/" + names[i], target + "/labels/" + names[i]);
    }
}

function makeFolders(folder) {
    File.makeDirectory(folder);
    File.makeDirectory(folder + "/images");
    File.makeDirectory(folder + "/labels");
}

// In the current folder, beside the folder of this macro, or where COVER Open Sample puts it.
function sampleData() {
    places = newArray("sample-data", File.getParent(File.getParent(getInfo("macro.filepath"))) + "/sample-data",
        getDirectory("home") + "COVER-samples/sample-data");
    for (i = 0; i < places.length; i++) {
        if (File.isDirectory(places[i] + "/chest")) {
            return places[i];
        }
    }
    return "sample-data";
}
