// Segments every image of a folder with a segmentation model; can be run again after an interruption.
//
// Headless: java -jar COVER_.jar --headless -macro Batch_Segment_Folder.ijm "images,model.cover,results"
//
// Argument: folder of images, model file and folder for the results, with commas between; without it, it asks.

argument = getArgument();
if (argument == "") {
    input = getDirectory("Folder of images");
    model = File.openDialog("Segmentation model (.cover)");
    output = getDirectory("Folder for the results");
} else {
    parts = split(argument, ",");
    if (parts.length != 3) {
        exit("The argument must be folder,model.cover,results but is " + argument);
    }
    input = parts[0];
    model = parts[1];
    output = parts[2];
}
run("COVER Segment...", "input=[" + input + "] output_folder=[" + output + "] model=[" + model + "] resume=true");
